import type { Actor } from "@/lib/access/actor";
import { type AdminScope, scopeAdmin } from "@/lib/access/scope";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import type { Services } from "@/lib/services";
import { beginAuditFile, writeAuditLines } from "./rules";
import { type AuditEntryView, type AuditFileQuery, type AuditPage, type AuditQuery, auditEntrySchema } from "./schema";
import { type EntryFilter, type EntryRow, listActors, listEntries } from "./store";

const PAGE = 50;
const FILE_BATCH = 500;

/** What administrators did, newest first. @throws AppError unauthenticated, forbidden/not_admin, invalid_input/bad_cursor. */
export async function readAudit(services: Services, actor: Actor | null, query: AuditQuery): Promise<AuditPage> {
  const scope = scopeAdmin(actor);
  const limit = query.limit ?? PAGE;
  const afterId = query.cursor === undefined ? null : decodeCursor(query.cursor);
  const [rows, actors] = await Promise.all([
    listEntries(scope, services.db, toFilter(query), { afterId, limit: limit + 1 }),
    listActors(scope, services.db),
  ]);
  const { items, nextCursor } = toPage(rows, limit);
  return { items: items.map(viewEntry), nextCursor, actors };
}

/**
 * The same as a file, piece by piece, so that it may be of any length.
 * @throws AppError unauthenticated, forbidden/not_admin: before the first piece is asked for.
 */
export function streamAudit(
  services: Services,
  actor: Actor | null,
  query: AuditFileQuery,
): AsyncGenerator<string, void> {
  return writePieces(services, scopeAdmin(actor), query);
}

async function* writePieces(
  services: Services,
  scope: AdminScope,
  query: AuditFileQuery,
): AsyncGenerator<string, void> {
  yield beginAuditFile(query.format);
  for (let afterId: string | null = null; ; ) {
    const rows: EntryRow[] = await listEntries(scope, services.db, toFilter(query), { afterId, limit: FILE_BATCH });
    if (rows.length > 0) yield writeAuditLines(query.format, rows.map(viewEntry));
    afterId = rows.at(-1)?.id ?? null;
    if (rows.length < FILE_BATCH) return;
  }
}

function toFilter({ actorId, act, from, until }: Omit<AuditQuery, "cursor" | "limit">): EntryFilter {
  return { actorId, act, from: from ? new Date(from) : undefined, until: until ? new Date(until) : undefined };
}

function viewEntry({ createdAt, ...row }: EntryRow): AuditEntryView {
  return auditEntrySchema.parse({ ...row, createdAt: createdAt.toISOString() });
}
