import type { Actor } from "@/lib/access/actor";
import { requireLiving } from "@/lib/access/living-store";
import { requireVerified, scopeAccount, scopeProject } from "@/lib/access/scope";
import { AppError, notFound } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { transact } from "@/lib/db/client";
import { hintProject } from "@/lib/domains/activity/commands";
import { recordProjectDeed } from "@/lib/domains/activity/deeds/commands";
import { useCover } from "@/lib/domains/covers/commands";
import type { Services } from "@/lib/services";
import { readProject } from "./reads";
import { findChanged, nameDeeds, toColumns, toProjectView } from "./rules";
import type { AiConsent, ProjectChange, ProjectView } from "./schema";
import { findProject, insertProject, lockProject, updateProjectRow } from "./store";

/** Makes a project owned by the person. Any name will do, also one that exists. @throws AppError unauthenticated, forbidden (unverified). */
export async function createProject(
  services: Services,
  actor: Actor | null,
  input: { name: string },
): Promise<ProjectView> {
  const scope = scopeAccount(requireVerified(actor));
  const id = createId();
  const now = services.clock.now();
  return await transact(services.db, async (tx) => {
    await requireLiving(tx, scope.accountId);
    await insertProject(scope, tx, { id, name: input.name }, now);
    await recordProjectDeed(tx, { projectId: id }, { doerId: scope.accountId, kind: "project.created", now });
    const row = await findProject(scope, tx, id);
    if (!row) throw notFound("project");
    return toProjectView(row, undefined, services.config.ai, scope);
  });
}

/** Changes what is given; what is so already is no deed. @throws AppError not_found, forbidden. */
export async function updateProject(
  services: Services,
  actor: Actor | null,
  projectId: string,
  change: ProjectChange,
): Promise<ProjectView> {
  const scope = await scopeProject(services.db, actor, projectId, "project:edit");
  const now = services.clock.now();
  await transact(services.db, async (tx) => {
    const before = await lockProject(scope, tx);
    if (!before) throw notFound("project");
    const changed = findChanged(before, change);
    if (Object.keys(changed).length === 0) return;
    const { coverId } = changed;
    if (coverId !== undefined) {
      await useCover(tx, { projectId: scope.projectId }, { from: before.coverId, to: coverId }, now);
    }
    await updateProjectRow(scope, tx, toColumns(changed, now));
    for (const deed of nameDeeds(before, changed)) {
      await recordProjectDeed(tx, scope, { ...deed, doerId: scope.accountId, now });
    }
    await hintProject(tx, scope);
  });
  return await readProject(services, actor, projectId);
}

/**
 * Allows or forbids that the model the caller was shown is told of the project's sound.
 * @throws AppError not_found, forbidden, conflict `ai_unavailable`, `recipient_changed`.
 */
export async function setAiConsent(
  services: Services,
  actor: Actor | null,
  projectId: string,
  input: AiConsent,
): Promise<ProjectView> {
  const scope = await scopeProject(services.db, actor, projectId, "project:consent");
  const { ai } = await readProject(services, actor, projectId);
  if (input.isOn) requireRecipient(ai.recipient, input);
  const change = input.isOn
    ? { aiConsentAt: services.clock.now(), aiConsentHost: input.host, aiConsentSound: input.getsSound }
    : { aiConsentAt: null, aiConsentHost: null, aiConsentSound: false };
  const aiConsentNotes = input.isOn && input.readsNotes === true;
  await transact(services.db, async (tx) => {
    if (!(await updateProjectRow(scope, tx, { ...change, aiConsentNotes }))) throw notFound("project");
    await hintProject(tx, scope);
  });
  return await readProject(services, actor, projectId);
}

function requireRecipient(
  recipient: ProjectView["ai"]["recipient"],
  shown: { host: string; getsSound: boolean },
): void {
  if (!recipient) {
    throw new AppError("conflict", "ai_unavailable", "This Segno has no AI model. Ask whoever runs it to set one up.");
  }
  if (recipient.host === shown.host && recipient.getsSound === shown.getsSound) return;
  throw new AppError("conflict", "recipient_changed", "What is sent, or to whom, has changed. Read it again.");
}

/** Takes a project with all its songs off everybody's pages. Its rows and bytes stay. @throws AppError not_found, forbidden. */
export async function deleteProject(services: Services, actor: Actor | null, projectId: string): Promise<void> {
  const scope = await scopeProject(services.db, actor, projectId, "project:delete");
  const isDeleted = await updateProjectRow(scope, services.db, { deletedAt: services.clock.now() });
  if (!isDeleted) throw notFound("project");
}
