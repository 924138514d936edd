import type { Actor } from "@/lib/access/actor";
import { requirePerson, scopeProject } from "@/lib/access/scope";
import { notFound } from "@/lib/core/errors";
import { Feeds } from "@/lib/live/feeds";
import type { Services } from "@/lib/services";
import type { ProjectChanged, ProjectPart, ProjectReady } from "./schema";
import { findLostProjectWatchers, type ProjectState, type ProjectWatcher, readState } from "./store";

interface ChangeEvent extends ProjectChanged {
  seq: number;
}

export interface ProjectStream {
  ready: ProjectReady;
  events: AsyncGenerator<ProjectChanged, void>;
  leave: () => void;
}

/** What a followed project was at the last look. Kept while somebody follows. */
interface Seen {
  followers: number;
  seq: number;
  state: ProjectState;
}

interface Follows {
  feeds: Feeds<ChangeEvent, ProjectWatcher>;
  seen: Map<string, Seen>;
}

/** A composition's own, so that all who look at a project cost one read a change. */
const followsOf = new WeakMap<Services, Follows>();

/** The name of what there is, for a page that will follow from there. @throws AppError unauthenticated, not_found. */
export async function readProjectState(services: Services, actor: Actor | null, projectId: string): Promise<string> {
  const scope = await scopeProject(services.db, actor, projectId, "project:read");
  return nameState(await requireState(services, scope.projectId));
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
  const { feeds, seen } = getFollows(services);
  const known = seen.get(scope.projectId) ?? {
    ...{ followers: 0, seq: 0, state: await requireState(services, scope.projectId) },
  };
  // Another may have begun to follow while this one read.
  const entry = seen.get(scope.projectId) ?? known;
  seen.set(scope.projectId, entry);
  entry.followers++;
  const forget = once(() => {
    if (--entry.followers === 0) seen.delete(scope.projectId);
  });
  try {
    const feed = await feeds.follow(scope.projectId, { projectId: scope.projectId, accountId, credentialId }, null);
    const state = nameState(entry.state);
    const leave = () => {
      feed.leave();
      forget();
    };
    return { ready: { state, hasGap: after !== state }, events: feed.events, leave };
  } catch (error) {
    forget();
    throw error;
  }
}

function getFollows(services: Services): Follows {
  const known = followsOf.get(services);
  if (known) return known;
  const { db, live, log, clock } = services;
  const seen = new Map<string, Seen>();
  const feeds = new Feeds<ChangeEvent, ProjectWatcher>({
    log,
    hub: live,
    readHead: (projectId) => Promise.resolve(seen.get(projectId)?.seq ?? 0),
    readAfter: (projectId, seq) => look(services, seen, projectId, seq),
    isLast: () => false,
    findLost: async (watchers) => {
      const places = await findLostProjectWatchers(watchers, db, clock.now());
      return watchers.filter((_, place) => places.includes(place));
    },
  });
  const follows = { feeds, seen };
  followsOf.set(services, follows);
  return follows;
}

/** What is another than at the last look; of a project that is gone its followers are told by the end of the stream. */
async function look(
  services: Services,
  seen: Map<string, Seen>,
  projectId: string,
  after: number,
): Promise<ChangeEvent[]> {
  const state = await readState({ projectId }, services.db);
  const entry = seen.get(projectId);
  if (!state || !entry) return [];
  // One who is behind reads all of it anew: what changed when is not kept.
  if (after < entry.seq) return [{ seq: entry.seq, state: nameState(state), parts: ["project", "songs"] }];
  const parts: ProjectPart[] = [];
  if (state.project !== entry.state.project) parts.push("project");
  if (state.songs !== entry.state.songs) parts.push("songs");
  if (parts.length === 0) return [];
  Object.assign(entry, { state, seq: entry.seq + 1 });
  return [{ seq: entry.seq, state: nameState(state), parts }];
}

async function requireState(services: Services, projectId: string): Promise<ProjectState> {
  const state = await readState({ projectId }, services.db);
  if (!state) throw notFound("project");
  return state;
}

function nameState({ project, songs }: ProjectState): string {
  return `${project}.${songs}`;
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
}
