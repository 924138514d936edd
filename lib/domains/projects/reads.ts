import type { Actor } from "@/lib/access/actor";
import { scopeAccount, scopeProject } from "@/lib/access/scope";
import { decodeCursor, type Page, toPage } from "@/lib/core/cursor";
import { notFound } from "@/lib/core/errors";
import type { PageQuery } from "@/lib/core/http-schema";
import type { Services } from "@/lib/services";
import { toProjectView } from "./rules";
import type { ProjectView } from "./schema";
import { findProject, findProjects } from "./store";

/** Every project that the person may open, newest first. @throws AppError unauthenticated, invalid_input. */
export async function listProjects(
  services: Services,
  actor: Actor | null,
  query: PageQuery,
): Promise<Page<ProjectView>> {
  const before = query.cursor ? decodeCursor(query.cursor) : null;
  const rows = await findProjects(scopeAccount(actor), services.db, { before, take: query.limit + 1 });
  return toPage(rows.map(toProjectView), query.limit);
}

/** @throws AppError unauthenticated, not_found. */
export async function readProject(services: Services, actor: Actor | null, projectId: string): Promise<ProjectView> {
  await scopeProject(services.db, actor, projectId, "project:read");
  const row = await findProject(scopeAccount(actor), services.db, projectId);
  if (!row) throw notFound("project");
  return toProjectView(row);
}
