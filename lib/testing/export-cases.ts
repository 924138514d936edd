import { createId } from "@/lib/core/ids";
import { buildExportKey } from "@/lib/core/object-keys";
import type { Prisma } from "@/lib/db/generated/client";
import { type ApiCase, everyPerson, row, type World } from "./api-case";

const PROJECT = "/api/projects/[projectId]";
const VERSION = `${PROJECT}/songs/[songId]/versions/[versionId]`;
const EXPORT = "/api/exports/[exportId]";

/** One of the owner's own. */
const own =
  (state: "queued" | "completed" | "expired", more: Partial<Prisma.ExportUncheckedCreateInput> = {}) =>
  async ({ services, actors, target }: World) => {
    const [id, now] = [createId(), services.clock.now()];
    const { projectId, songId, versionId } = target;
    const file = { fileName: "notes.csv", contentType: "text/csv", sizeBytes: 3, attempt: 1, hasObjects: true };
    await services.db.export.create({
      data: {
        ...{ id, projectId, songId, versionId, createdById: actors.owner.accountId, title: "First song, version 1" },
        request: { kind: "comments", format: "csv", include: "all", offsetSec: 0, frameRate: "25" },
        ...(state === "queued" ? {} : file),
        ...{ state, queuedAt: now, leaseUntil: now, expiresAt: new Date(now.getTime() + 60_000) },
        ...more,
      },
    });
    await services.storage.put(buildExportKey({ projectId, exportId: id }, 1), Buffer.from("a,b"), "text/csv");
    return { params: { exportId: id } };
  };

const SPAN = { start: "2026-11-01", end: "2026-11-30", groupBy: "week" };

/** One of the owner's own, with a report. */
const reported = (world: World) => {
  const span = { ...SPAN, timeZone: "UTC" };
  const totals = { uploads: 0, plays: 0, comments: 0, decisions: 0 };
  const report = { span, totals, periods: [], people: [], songs: [], hasOwnPlaysOnly: false };
  return own("completed", { report, request: { kind: "report", ...span }, songId: null, versionId: null })(world);
};

// biome-ignore format: the columns line up, so that the table reads as one.
export const EXPORT_CASES: ApiCase[] = [
  //                                anon stra list comm edit ownr song unve
  row(`POST ${VERSION}/exports`,    [401, 404, 201, 201, 201, 201, 201, 403], () => ({ body: { format: "reaper" } })),
  row(`POST ${PROJECT}/exports`,    [401, 404, 201, 201, 201, 201, 403, 403], () => ({ body: {} })),
  row(`POST ${PROJECT}/reports`,    [401, 404, 201, 201, 201, 201, 201, 403], () => ({ body: SPAN })),
  row("POST /api/reports",          [401, 201, 201, 201, 201, 201, 201, 403], () => ({ body: SPAN })),
  row("GET /api/exports",           everyPerson(200)),
  // An export is its maker's alone: the owner's, here.
  row(`GET ${EXPORT}`,              [401, 404, 404, 404, 404, 200, 404, 404], own("queued")),
  row(`DELETE ${EXPORT}`,           [401, 404, 404, 404, 404, 204, 404, 404], own("completed")),
  row(`POST ${EXPORT}/cancel`,      [401, 404, 404, 404, 404, 200, 404, 404], own("queued")),
  row(`POST ${EXPORT}/again`,       [401, 404, 404, 404, 404, 200, 404, 403], own("expired")),
  row(`GET ${EXPORT}/report`,       [401, 404, 404, 404, 404, 200, 404, 404], reported),
  row(`GET ${EXPORT}/download`,     [401, 404, 404, 404, 404, 302, 404, 404], own("completed")),
];
