import type { Actor } from "@/lib/access/actor";
import { type AccountScope, requireVerified, scopeAccount } from "@/lib/access/scope";
import { AppError, notFound } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { EXPORT_REQUESTED } from "@/lib/core/queue-events";
import { type Tx, transact } from "@/lib/db/client";
import { writeOutbox } from "@/lib/db/outbox-store";
import { type AskReport, askReportSchema } from "@/lib/domains/activity/report/schema";
import { viewVersion } from "@/lib/domains/versions/reads";
import type { Services } from "@/lib/services";
import { judgeExport, requireOwn, scopeArchive, scopeNotes, scopeReport } from "./reads";
import { checkSpan, EVERYTHING } from "./report/rules";
import { MAX_ACTIVE, MAX_ARCHIVE_BYTES, nameRequest, QUEUED_LEASE_MS, toExportView, tooMany } from "./rules";
import {
  type ExportCommentsInput,
  type ExportRequest,
  type ExportView,
  exportCommentsSchema,
  exportRequestSchema,
} from "./schema";
import {
  cancelRow,
  countActive,
  deleteRow,
  type ExportRow,
  findActive,
  findArchiveProject,
  findNames,
  findOwnExport,
  findProjectName,
  findTimeZone,
  insertExport,
  lockPerson,
  queueAgain,
  sumArchive,
} from "./store";
import { removeObjects } from "./sweeping/commands";

/**
 * Asks for the notes of a version as a file. An equal request of the same person that still goes on is this one.
 * @throws AppError not_found, forbidden, invalid_input `not_wav`, conflict `too_many_exports`.
 */
export async function exportComments(
  services: Services,
  actor: Actor | null,
  target: { projectId: string; songId: string; versionId: string },
  input: ExportCommentsInput,
): Promise<ExportView> {
  requireVerified(actor);
  const request: ExportRequest = { ...exportCommentsSchema.parse(input), kind: "comments" };
  const scope = await scopeNotes(services, actor, target, request);
  if (scope.projectId !== target.projectId) throw notFound("song");
  const { number } = await viewVersion(services.db, scope, target.versionId);
  const names = await findNames(scopeAccount(actor), services.db, scope);
  if (!names) throw notFound("song");
  const { projectId, songId } = scope;
  const row = { projectId, songId, versionId: target.versionId, title: `${names.song}, version ${number}` };
  return await queue(services, scopeAccount(actor), row, request);
}

/** Asks for all of a project as one file. @throws AppError not_found, forbidden, conflict `archive_too_large`, `too_many_exports`. */
export async function exportProject(
  services: Services,
  actor: Actor | null,
  { projectId }: { projectId: string },
): Promise<ExportView> {
  requireVerified(actor);
  const scope = await scopeArchive(services, actor, projectId);
  const project = await findArchiveProject(scope, services.db);
  if (!project) throw notFound("project");
  if ((await sumArchive(scope, services.db)) > MAX_ARCHIVE_BYTES) {
    const message = "This project holds more than one archive can. Download its songs one by one.";
    throw new AppError("conflict", "archive_too_large", message);
  }
  const row = { projectId, songId: null, versionId: null, title: project.name };
  return await queue(services, scopeAccount(actor), row, { kind: "archive" });
}

/**
 * Asks for a report on what happened in a project, or with null in everything that the person may open.
 * @throws AppError not_found, forbidden, invalid_input, conflict `too_many_exports`.
 */
export async function exportReport(
  services: Services,
  actor: Actor | null,
  { projectId }: { projectId: string | null },
  input: AskReport,
): Promise<ExportView> {
  requireVerified(actor);
  const scope = scopeAccount(actor);
  const project = await scopeReport(services, actor, projectId);
  const span = askReportSchema.parse(input);
  const timeZone = span.timeZone ?? (await findTimeZone(scope, services.db));
  checkSpan({ ...span, timeZone }, services.clock.now());
  const title = project ? await findProjectName(project, services.db) : EVERYTHING;
  if (title === null) throw notFound("project");
  const row = { projectId, songId: null, versionId: null, title };
  return await queue(services, scope, row, { ...span, timeZone, kind: "report" });
}

/** Whose export it is; whoever calls has asked who it is. */
type Owner = Pick<AccountScope, "accountId">;
type Asked = Pick<ExportRow, "projectId" | "songId" | "versionId" | "title">;

async function queue(
  services: Services,
  scope: AccountScope,
  asked: Asked,
  request: ExportRequest,
): Promise<ExportView> {
  const now = services.clock.now();
  const activeKey = nameRequest(scope.accountId, asked, request);
  return await transact(services.db, async (tx) => {
    const shared = await claimPlace(scope, tx, activeKey);
    if (shared) return toExportView(shared, now);
    const id = createId();
    await insertExport(scope, tx, { ...asked, id, request, activeKey }, { now, leaseUntil: leaseFrom(now) });
    await writeOutbox(tx, { name: EXPORT_REQUESTED, data: { exportId: id, run: 1, kind: request.kind } }, now);
    return toExportView(await reread(scope, tx, id), now);
  });
}

/** The equal request that goes on; null when there is room for another. @throws AppError conflict `too_many_exports`. */
async function claimPlace(scope: Owner, tx: Tx, activeKey: string): Promise<ExportRow | null> {
  await lockPerson(scope, tx);
  const shared = await findActive(scope, tx, activeKey);
  if (!shared && (await countActive(scope, tx)) >= MAX_ACTIVE) throw tooMany();
  return shared;
}

/**
 * Makes one anew that expired, failed, was cancelled or is out of date; one that goes on is answered as it is.
 * @throws AppError not_found, forbidden, conflict `too_many_exports`.
 */
export async function exportAgain(services: Services, actor: Actor | null, exportId: string): Promise<ExportView> {
  requireVerified(actor);
  const scope = scopeAccount(actor);
  const own = await requireOwn(services, actor, exportId);
  await judgeExport(services, actor, own);
  const request = exportRequestSchema.parse(own.request);
  const activeKey = nameRequest(scope.accountId, own, request);
  const now = services.clock.now();
  return await transact(services.db, async (tx) => {
    const shared = await claimPlace(scope, tx, activeKey);
    if (shared) return toExportView(shared, now);
    const row = await giveAgain(tx, scope, exportId, { activeKey, kind: request.kind, now });
    return toExportView(row ?? (await reread(scope, tx, exportId)), now);
  });
}

/** Makes one anew in the place of whoever asked for it, with their rights. False: an equal one goes on, or this one does. */
export async function queueExportAgain(services: Services, tx: Tx, owner: Owner, exportId: string): Promise<boolean> {
  const own = await reread(owner, tx, exportId);
  const request = exportRequestSchema.parse(own.request);
  const activeKey = nameRequest(owner.accountId, own, request);
  if (await claimPlace(owner, tx, activeKey)) return false;
  return (await giveAgain(tx, owner, exportId, { activeKey, kind: request.kind, now: services.clock.now() })) !== null;
}

async function giveAgain(
  tx: Tx,
  owner: Owner,
  exportId: string,
  change: { activeKey: string; kind: ExportRequest["kind"]; now: Date },
): Promise<ExportRow | null> {
  const { activeKey, kind, now } = change;
  const row = await queueAgain(owner, tx, exportId, { activeKey, now, leaseUntil: leaseFrom(now) });
  if (row) await writeOutbox(tx, { name: EXPORT_REQUESTED, data: { exportId, run: row.run, kind } }, now);
  return row;
}

/** Ends one that waits or is made; whoever makes it notices. @throws AppError not_found, conflict `export_ended`. */
export async function cancelExport(services: Services, actor: Actor | null, exportId: string): Promise<ExportView> {
  const own = await requireOwn(services, actor, exportId);
  const scope = scopeAccount(actor);
  const now = services.clock.now();
  if (!(await cancelRow(scope, services.db, exportId, now)) && own.state !== "cancelled") {
    throw new AppError("conflict", "export_ended", "This export has ended already.");
  }
  return toExportView(await requireOwn(services, actor, exportId), now);
}

/** Takes one off the list, with its file. @throws AppError not_found. */
export async function deleteExport(services: Services, actor: Actor | null, exportId: string): Promise<void> {
  const own = await requireOwn(services, actor, exportId);
  const scope = scopeAccount(actor);
  await cancelRow(scope, services.db, exportId, services.clock.now());
  await removeObjects(services, { projectId: own.projectId, exportId });
  await deleteRow(scope, services.db, exportId);
}

async function reread(scope: Owner, tx: Tx, id: string): Promise<ExportRow> {
  const row = await findOwnExport(scope, tx, id);
  if (!row) throw notFound("export");
  return row;
}

function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + QUEUED_LEASE_MS);
}
