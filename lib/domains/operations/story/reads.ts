import type { Actor } from "@/lib/access/actor";
import { type AdminScope, scopeAdmin } from "@/lib/access/scope";
import { AppError } from "@/lib/core/errors";
import type { Services } from "@/lib/services";
import { describeAnalysis, describeEvents, describeOutcome, describeTags, describeUpload, sortSteps } from "./rules";
import type { Story, StoryStep } from "./schema";
import {
  findStoryUpload,
  findUploadId,
  listStoryActs,
  listStoryEvents,
  listStoryNotices,
  listStoryTold,
  type StoryUpload,
} from "./store";

/**
 * All that is known of an upload, from its beginning to who heard of it, with what is missing.
 * @throws AppError unauthenticated, forbidden/not_admin, not_found.
 */
export async function readStory(services: Services, actor: Actor | null, query: { id: string }): Promise<Story> {
  const scope = scopeAdmin(actor);
  const uploadId = await findUploadId(scope, services.db, query.id);
  if (uploadId === null) {
    const message =
      "No upload, version or request of an upload has this id. Events, and with them requests, are kept for a week.";
    throw new AppError("not_found", "no_story", message);
  }
  const upload = await findStoryUpload(scope, services.db, uploadId);
  const found = await Promise.all(SOURCES.map((source) => source(services, scope, upload)));
  return {
    upload: {
      ...{ id: upload.id, fileName: upload.fileName, sizeBytes: Number(upload.sizeBytes), by: upload.createdBy.name },
      ...{ projectId: upload.projectId, songId: upload.songId, songName: upload.song.name },
      versionId: upload.version?.id ?? null,
    },
    steps: sortSteps(found.flat()),
    heard: upload.version ? await readHeard(services, scope, upload.version.id) : [],
  };
}

type Source = (services: Services, scope: AdminScope, upload: StoryUpload) => Promise<StoryStep[]>;

/** Each tells its part of a story; whoever knows more of what happened is added here. */
const SOURCES: readonly Source[] = [
  (_services, _scope, upload) => Promise.resolve(describeUpload(upload)),
  async ({ db, clock }, scope, upload) => {
    const { version } = upload;
    const events = version ? await listStoryEvents(scope, db, version.id) : [];
    const outcome = describeOutcome(upload, events[0]?.requestId ?? null);
    return version ? [...outcome, ...describeEvents(events, version, clock.now())] : outcome;
  },
  ({ clock }, _scope, { version }) => {
    if (!version) return Promise.resolve([]);
    const analyses = version.analyses.flatMap((row) => describeAnalysis(row, clock.now()));
    return Promise.resolve([...analyses, ...describeTags(version)]);
  },
  async ({ db }, scope, { songId, version }) => {
    if (!version) return [];
    const told = await listStoryTold(scope, db, { songId, versionId: version.id });
    return told.map(({ seq, type, createdAt }) => ({
      ...{ at: createdAt.toISOString(), how: "done" as const, what: `Open pages were told: ${type}` },
      ...{ detail: `Number ${seq} of the song.`, requestId: null },
    }));
  },
  async ({ db }, scope, upload) => {
    const ids = [upload.id, ...(upload.version ? [upload.version.id] : [])];
    return (await listStoryActs(scope, db, ids)).map(({ createdAt, act, actorName, requestId }) => ({
      ...{ at: createdAt.toISOString(), how: "done" as const, what: `An administrator: ${act}` },
      ...{ detail: actorName, requestId },
    }));
  },
];

async function readHeard({ db }: Services, scope: AdminScope, versionId: string): Promise<Story["heard"]> {
  const notices = await listStoryNotices(scope, db, versionId);
  return notices.map(({ reader, createdAt, seenAt, digestedAt, mail }) => ({
    name: reader.name,
    toldAt: createdAt.toISOString(),
    seenAt: seenAt?.toISOString() ?? null,
    mailedAt: (mail?.sentAt ?? digestedAt)?.toISOString() ?? null,
  }));
}
