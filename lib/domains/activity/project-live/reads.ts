import type { Actor } from "@/lib/access/actor";
import { requirePerson, scopeProject } from "@/lib/access/scope";
import { type StateStream, StateTopics } from "@/lib/live/state-topics";
import type { Services } from "@/lib/services";
import { findLostProjectWatchers, type ProjectState, type ProjectWatcher, readState } from "./store";

export type ProjectStream = StateStream<ProjectState>;

/** A composition's own, so that all who look at a project cost one read a change. */
const topicsOf = new WeakMap<Services, StateTopics<ProjectState, ProjectWatcher>>();

/** The name of what there is, for a page that will follow from there. @throws AppError unauthenticated, not_found. */
export async function readProjectState(services: Services, actor: Actor | null, projectId: string): Promise<string> {
  const scope = await scopeProject(services.db, actor, projectId, "project:read");
  return getTopics(services).name(scope.projectId);
}

/**
 * Opens a project's live stream. It tells that something changed and not what: each reader reads what they may see. A reader
 * who is told `hasGap` reads the project anew. The stream ends when the reader's right or credential does.
 * @throws AppError unauthenticated, not_found, unavailable.
 */
export async function openProjectStream(
  services: Services,
  actor: Actor | null,
  projectId: string,
  after: string | null,
): Promise<ProjectStream> {
  const scope = await scopeProject(services.db, actor, projectId, "project:read");
  const { accountId, credentialId } = requirePerson(actor);
  const watcher = { projectId: scope.projectId, accountId, credentialId };
  return getTopics(services).follow(scope.projectId, watcher, after);
}

function getTopics(services: Services): StateTopics<ProjectState, ProjectWatcher> {
  const known = topicsOf.get(services);
  if (known) return known;
  const { db, live, log, clock } = services;
  const topics = new StateTopics<ProjectState, ProjectWatcher>({
    ...{ hub: live, log, noun: "project" },
    readState: (projectId) => readState({ projectId }, db),
    findLost: (watchers) => findLostProjectWatchers(watchers, db, clock.now()),
  });
  topicsOf.set(services, topics);
  return topics;
}
