import type { Actor } from "@/lib/access/actor";
import { type AccountScope, scopeAccount, scopeProject } from "@/lib/access/scope";
import { decodeCursor, type Page, toPage } from "@/lib/core/cursor";
import { notFound } from "@/lib/core/errors";
import type { PageQuery } from "@/lib/core/http-schema";
import type { Services } from "@/lib/services";
import { toAiView, toProjectView } from "./rules";
import type { AiView, ProjectView } from "./schema";
import { type ConsentRow, countSongs, findProject, findProjects, type ProjectRow } from "./store";

/** Every project that the person may open and that is not archived, newest first. @throws AppError unauthenticated, invalid_input. */
export async function listProjects(
  services: Services,
  actor: Actor | null,
  query: PageQuery,
): Promise<Page<ProjectView>> {
  const scope = scopeAccount(actor);
  const before = query.cursor ? decodeCursor(query.cursor) : null;
  const rows = await findProjects(scope, services.db, { before, take: query.limit + 1, isArchived: false });
  return toPage(await viewProjects(services, scope, rows), query.limit);
}

const SHOWN_ARCHIVED = 200;

/** The person's projects that lie in the archive, newest first. @throws AppError unauthenticated. */
export async function listArchivedProjects(services: Services, actor: Actor | null): Promise<ProjectView[]> {
  const scope = scopeAccount(actor);
  const page = { before: null, take: SHOWN_ARCHIVED, isArchived: true };
  return await viewProjects(services, scope, await findProjects(scope, services.db, page));
}

/** @throws AppError unauthenticated, not_found. */
export async function readProject(services: Services, actor: Actor | null, projectId: string): Promise<ProjectView> {
  await scopeProject(services.db, actor, projectId, "project:read");
  const scope = scopeAccount(actor);
  const row = await findProject(scope, services.db, projectId);
  const [view] = row ? await viewProjects(services, scope, [row]) : [];
  if (!view) throw notFound("project");
  return view;
}

async function viewProjects(services: Services, scope: AccountScope, rows: ProjectRow[]): Promise<ProjectView[]> {
  const ids = rows.map((row) => row.id);
  const counts = await countSongs(scope, services.db, ids);
  return rows.map((row) => toProjectView(row, counts.get(row.id), services.config.ai, scope));
}

/** Whether a model may be told of a project's sound now, and which, by the project's own row. */
export function readAi(services: Pick<Services, "config">, row: ConsentRow): AiView {
  return toAiView(row, services.config.ai);
}
