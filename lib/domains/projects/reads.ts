import type { Actor } from "@/lib/access/actor";
import { scopeAccount, scopeProject } from "@/lib/access/scope";
import { decodeCursor, type Page, toPage } from "@/lib/core/cursor";
import { notFound } from "@/lib/core/errors";
import type { PageQuery } from "@/lib/core/http-schema";
import type { Services } from "@/lib/services";
import { toAiView, toProjectView } from "./rules";
import type { AiView, ProjectView } from "./schema";
import { type ConsentRow, findProject, findProjects } from "./store";

/** Every project that the person may open, newest first. @throws AppError unauthenticated, invalid_input. */
export async function listProjects(
  services: Services,
  actor: Actor | null,
  query: PageQuery,
): Promise<Page<ProjectView>> {
  const before = query.cursor ? decodeCursor(query.cursor) : null;
  const rows = await findProjects(scopeAccount(actor), services.db, { before, take: query.limit + 1 });
  return toPage(
    rows.map((row) => toProjectView(row, services.config.ai)),
    query.limit,
  );
}

/** @throws AppError unauthenticated, not_found. */
export async function readProject(services: Services, actor: Actor | null, projectId: string): Promise<ProjectView> {
  await scopeProject(services.db, actor, projectId, "project:read");
  const row = await findProject(scopeAccount(actor), services.db, projectId);
  if (!row) throw notFound("project");
  return toProjectView(row, services.config.ai);
}

/** Whether a model may be told of a project's sound now, and which, by the project's own row. */
export function readAi(services: Pick<Services, "config">, row: ConsentRow): AiView {
  return toAiView(row, services.config.ai);
}
