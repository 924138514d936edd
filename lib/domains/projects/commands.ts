import type { Actor } from "@/lib/access/actor";
import { requireVerified, scopeAccount, scopeProject } from "@/lib/access/scope";
import { notFound } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { transact } from "@/lib/db/client";
import type { Services } from "@/lib/services";
import { readProject } from "./reads";
import { toProjectView } from "./rules";
import type { ProjectView } from "./schema";
import { findProject, insertProject, updateProjectRow } from "./store";

/** Makes a project owned by the person. Any name will do, also one that exists. @throws AppError unauthenticated, forbidden (unverified). */
export async function createProject(
  services: Services,
  actor: Actor | null,
  input: { name: string },
): Promise<ProjectView> {
  const scope = scopeAccount(requireVerified(actor));
  const id = createId();
  return await transact(services.db, async (tx) => {
    await insertProject(scope, tx, { id, name: input.name }, services.clock.now());
    const row = await findProject(scope, tx, id);
    if (!row) throw notFound("project");
    return toProjectView(row);
  });
}

/** @throws AppError not_found, forbidden. */
export async function renameProject(
  services: Services,
  actor: Actor | null,
  projectId: string,
  input: { name: string },
): Promise<ProjectView> {
  const scope = await scopeProject(services.db, actor, projectId, "project:edit");
  if (!(await updateProjectRow(scope, services.db, { name: input.name }))) throw notFound("project");
  return await readProject(services, actor, projectId);
}

/** Takes a project with all its songs off everybody's pages. Its rows and bytes stay. @throws AppError not_found, forbidden. */
export async function deleteProject(services: Services, actor: Actor | null, projectId: string): Promise<void> {
  const scope = await scopeProject(services.db, actor, projectId, "project:delete");
  const isDeleted = await updateProjectRow(scope, services.db, { deletedAt: services.clock.now() });
  if (!isDeleted) throw notFound("project");
}
