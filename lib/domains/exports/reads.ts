import type { Actor } from "@/lib/access/actor";
import { type AdminScope, type SongScope, scopeAccount, scopeProject, scopeSong } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import { decodeCursor, type Page, toPage } from "@/lib/core/cursor";
import { AppError, notFound } from "@/lib/core/errors";
import type { PageQuery } from "@/lib/core/http-schema";
import { buildExportKey } from "@/lib/core/object-keys";
import { type ReportView, reportSchema } from "@/lib/domains/activity/report/schema";
import { locateSource } from "@/lib/domains/versions/reads";
import type { Services } from "@/lib/services";
import { noWav, toExportView } from "./rules";
import { type ExportRequest, type ExportView, exportRequestSchema } from "./schema";
import {
  type ExportRow,
  findKnownExports,
  findLivingParts,
  findOwnExport,
  findOwnExports,
  findOwnReport,
  findProjectOf,
} from "./store";

const LINK_EXPIRES_SEC = 60 * 60;

/** One's own, the newest first. @throws AppError unauthenticated, invalid_input. */
export async function listExports(
  { db, clock }: Services,
  actor: Actor | null,
  query: PageQuery,
): Promise<Page<ExportView>> {
  const scope = scopeAccount(actor);
  const before = query.cursor === undefined ? null : decodeCursor(query.cursor);
  const rows = await findOwnExports(scope, db, { before, take: query.limit + 1 });
  const now = clock.now();
  return toPage(
    rows.map((row) => toExportView(row, now)),
    query.limit,
  );
}

/** One's own; nobody else's is there. @throws AppError not_found. */
export async function readExport(services: Services, actor: Actor | null, exportId: string): Promise<ExportView> {
  return toExportView(await requireOwn(services, actor, exportId), services.clock.now());
}

/** @throws AppError not_found. */
export async function requireOwn({ db }: Services, actor: Actor | null, exportId: string): Promise<ExportRow> {
  const row = await findOwnExport(scopeAccount(actor), db, exportId);
  if (!row) throw notFound("export");
  return row;
}

/**
 * An address that gives the file under its own name, for an hour. Whoever may no longer read what is in it does not get it.
 * @throws AppError not_found, forbidden, conflict `export_not_ready`, gone `export_expired`.
 */
export async function signExport(services: Services, actor: Actor | null, exportId: string): Promise<string> {
  const row = await requireOwn(services, actor, exportId);
  await judgeExport(services, actor, row);
  const { fileName, contentType } = requireFile(row, services.clock.now());
  const key = buildExportKey({ projectId: row.projectId, exportId }, row.attempt);
  const expiresSec = LINK_EXPIRES_SEC;
  return await services.storage.signGet({ key, fileName, contentType, disposition: "attachment", expiresSec });
}

/**
 * What a report comes to, as its file tells it. @throws AppError not_found, forbidden, conflict `export_not_ready`,
 * gone `export_expired`.
 */
export async function readExportReport(services: Services, actor: Actor | null, exportId: string): Promise<ReportView> {
  const row = await requireOwn(services, actor, exportId);
  requireFile(row, services.clock.now());
  await judgeExport(services, actor, row);
  const report = await findOwnReport(scopeAccount(actor), services.db, exportId);
  if (report === null) throw notFound("report");
  return reportSchema.parse(report);
}

/** @throws AppError conflict `export_not_ready`, gone `export_expired`. */
function requireFile(row: ExportRow, now: Date): { fileName: string; contentType: string } {
  const { state } = toExportView(row, now);
  if (state === "expired") {
    throw new AppError("gone", "export_expired", "This file was kept for a week and is gone. Make it again.");
  }
  const { fileName, contentType } = row;
  if (state !== "completed" || fileName === null || contentType === null) {
    throw new AppError("conflict", "export_not_ready", "This file is not there yet.");
  }
  return { fileName, contentType };
}

/** Whether the person may have what the row is of, now. @throws AppError not_found, forbidden, invalid_input `not_wav`. */
export async function judgeExport(services: Services, actor: Actor | null, row: ExportRow): Promise<void> {
  const { projectId, songId, versionId } = row;
  const request = exportRequestSchema.parse(row.request);
  if (request.kind === "report") {
    await scopeReport(services, actor, projectId);
    return;
  }
  if (projectId === null) throw notFound("project");
  if (songId === null || versionId === null) {
    await scopeArchive(services, actor, projectId);
    return;
  }
  await scopeNotes(services, actor, { songId, versionId }, request);
}

/** What happened in a project is for whoever has it, or some of its songs: of these alone it tells. Null: in all one may open. */
export async function scopeReport(services: Services, actor: Actor | null, projectId: string | null) {
  return projectId === null ? null : await scopeProject(services.db, actor, projectId, "project:read");
}

/** The right to the notes of a version, wherever its song is by now. */
export async function scopeNotes(
  services: Services,
  actor: Actor | null,
  { songId, versionId }: { songId: string; versionId: string },
  request: ExportRequest,
): Promise<SongScope> {
  const projectId = await findProjectOf(scopeAccount(actor), services.db, songId);
  if (projectId === null) throw notFound("song");
  const isWav = request.kind === "comments" && request.format === "wav";
  const scope = await scopeSong(services.db, actor, { projectId, songId }, isWav ? "song:download" : "song:read");
  const source = await locateSource(services, scope, versionId);
  if (isWav && source.container !== "wav") throw noWav();
  return scope;
}

/** All of a project is for who has the whole of it; what of it they may not download is left out when it is made. */
export async function scopeArchive(services: Services, actor: Actor | null, projectId: string) {
  const scope = await scopeProject(services.db, actor, projectId, "project:read");
  if (scope.role) return { ...scope, role: scope.role };
  const message = "You were given single songs of this project. Only its members can take all of it.";
  throw new AppError("forbidden", "role_too_weak", message);
}

/** Those of these exports that a row knows. */
export function readKnownExports(
  { db }: Services,
  scope: SystemScope | AdminScope,
  ids: string[],
): Promise<Set<string>> {
  return findKnownExports(scope, db, ids);
}

/** Those of these uploads in storage that are an export in the making. */
export function readLivingParts({ db }: Services, scope: SystemScope, storageIds: string[]): Promise<Set<string>> {
  return findLivingParts(scope, db, storageIds);
}
