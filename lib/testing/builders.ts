import type { PersonActor } from "@/lib/access/actor";
import { createSecret, hashSecret, signId } from "@/lib/access/tokens";
import { ANALYZER_VERSION } from "@/lib/audio/audio-analysis";
import { createId } from "@/lib/core/ids";
import { buildCoverKey, buildObjectKey } from "@/lib/core/object-keys";
import { beginUpload } from "@/lib/domains/uploads/commands";
import type { AnalysisFacts } from "@/lib/domains/versions/schema";
import { PICTURE_SIZES } from "@/lib/pictures/reduce-picture";
import type { Services } from "@/lib/services";
import { type ActorName, type Actors, PROJECT_ROLES, type TestPerson } from "./actors";

/** The host of the model that a test of the API's routes sets and that nobody calls. */
export const AI_HOST = "127.0.0.1:9";

/** A project with one of everything, each row under its own new id. */
export interface Target {
  projectId: string;
  songId: string;
  /** The owner's, analyzed. */
  versionId: string;
  /** The owner's, whose analysis failed. */
  failedVersionId: string;
  /** The owner's. */
  attachmentId: string;
  /** Measured, of the analyzed version. */
  tagId: string;
  /** The commenter's, with a reply. */
  commentId: string;
  /** The owner's, stored. */
  uploadId: string;
  /** Of each member of the project. */
  memberships: Partial<Record<ActorName, string>>;
  inviteId: string;
  inviteEmail: string;
  inviteToken: string;
}

const FACTS: AnalysisFacts = {
  schemaVersion: 1,
  analyzerVersion: ANALYZER_VERSION,
  decoder: "ffmpeg",
  sha256: "ab".repeat(32),
  codec: "pcm_s16le",
  isLossless: true,
  sampleRateHz: 44_100,
  channels: 2,
  bitDepth: 16,
  bitrateBps: 1_411_200,
  durationSec: 3,
  integratedLufs: -14.2,
  rangeLu: 5.1,
  maxMomentaryLufs: -9.9,
  maxShortTermLufs: -11.3,
  truePeakDbtp: -0.8,
  samplePeakDbfs: -1,
  rmsDbfs: -16.5,
  stereoCorrelation: 0.6,
  isSilent: false,
  tempo: null,
  key: null,
};

/** Rows as the commands leave them behind, written at once: a target costs some milliseconds. */
export async function createTarget(services: Services, actors: Actors): Promise<Target> {
  const now = services.clock.now();
  const [projectId, songId, commentId, inviteId] = [createId(), createId(), createId(), createId()];
  const ownerId = actors.owner.accountId;
  await services.db.project.create({
    data: { id: projectId, ownerId, name: "Album", aiConsentAt: now, aiConsentHost: AI_HOST },
  });
  await services.db.song.create({
    data: { id: songId, projectId, createdById: ownerId, name: "Song", versionSeq: 2, updatedAt: now },
  });
  const [memberships, done, failed] = await Promise.all([
    createMemberships(services, actors, { projectId, songId }),
    createVersionRows(services, ownerId, { projectId, songId, number: 1, state: "done" }),
    createVersionRows(services, ownerId, { projectId, songId, number: 2, state: "failed" }),
  ]);
  const remark = { songId, versionId: done.versionId, body: "The snare is late." };
  await services.db.comment.createMany({
    data: [
      { ...remark, id: commentId, authorId: actors.commenter.accountId, startMs: 1000, endMs: 1500 },
      { ...remark, id: createId(), authorId: ownerId, parentId: commentId },
    ],
  });
  const inviteEmail = `guest.${inviteId}@example.com`;
  await services.db.invite.create({
    data: {
      ...{ id: inviteId, email: inviteEmail, projectId, targetId: projectId, role: "listener" },
      invitedById: ownerId,
    },
  });
  const inviteToken = signId(services.config.app.authSecret, "invite", `${inviteId}_1`);
  const attachmentId = await createAttachmentRow(services, ownerId, { projectId, songId });
  const ids = { ...done, failedVersionId: failed.versionId, attachmentId };
  return { projectId, songId, commentId, inviteId, inviteEmail, inviteToken, memberships, ...ids };
}

async function createMemberships(
  services: Services,
  actors: Actors,
  { projectId, songId }: { projectId: string; songId: string },
): Promise<Target["memberships"]> {
  const names = Object.keys(PROJECT_ROLES) as Exclude<ActorName, "anonymous">[];
  const rows = names.map((name) => ({
    ...{ id: createId(), accountId: actors[name].accountId, projectId },
    role: PROJECT_ROLES[name] ?? "listener",
  }));
  const own = { id: createId(), accountId: actors.songMember.accountId, songId, role: "commenter" } as const;
  await services.db.membership.createMany({ data: [...rows, own] });
  return { ...Object.fromEntries(names.map((name, i) => [name, rows[i]?.id])), songMember: own.id };
}

async function createVersionRows(
  services: Services,
  createdById: string,
  { projectId, songId, number, state }: { projectId: string; songId: string; number: number; state: "done" | "failed" },
): Promise<{ versionId: string; uploadId: string; tagId: string }> {
  const [uploadId, versionId, tagId] = [createId(), createId(), createId()];
  const now = services.clock.now();
  const file = { fileName: "take.wav", sizeBytes: 529_244n, contentType: "audio/wav" };
  await services.db.upload.create({
    data: {
      ...{ id: uploadId, projectId, songId, createdById, idempotencyKey: uploadId, state: "stored", ...file },
      ...{ partSizeBytes: 16_777_216, partCount: 1, etag: '"etag"', expiresAt: now, updatedAt: now },
      objectKey: buildObjectKey({ projectId, songId, uploadId }, "source"),
    },
  });
  const isDone = state === "done";
  await services.db.version.create({
    data: {
      ...{ id: versionId, songId, uploadId, createdById, number, ...file, container: "wav" },
      durationMs: isDone ? 3000 : null,
      analyses: {
        create: {
          ...{ id: createId(), engine: ANALYZER_VERSION, state, waitingSince: now, startedAt: now, finishedAt: now },
          ...(isDone
            ? { percent: 100, facts: FACTS, hasPeaks: true, previewObject: "preview.m4a" }
            : { reason: "truncated", message: "The file ends in the middle of the sound." }),
        },
      },
      tags: isDone
        ? {
            create: {
              ...{ id: tagId, name: "loud", source: "measured", confidence: 1 },
              evidence: [{ field: "integratedLufs", value: -14.2 }],
            },
          }
        : {},
    },
  });
  return { versionId, uploadId, tagId };
}

/** Puts the waveform that an analysis would have drawn into storage. */
export async function storePeaks(services: Services, { projectId, songId, uploadId }: Target): Promise<void> {
  const key = buildObjectKey({ projectId, songId, uploadId }, "peaks.dat");
  await services.storage.put(key, new Uint8Array(24), "application/octet-stream");
}

/** A cover as it is left behind by who gave it; not the one in use. */
export async function createCover(
  services: Services,
  person: TestPerson,
  owner: { projectId: string; songId?: string },
): Promise<string> {
  const id = createId();
  const row = { source: "own", sha256: "ab".repeat(32), sizeBytes: 20, createdById: person.accountId } as const;
  await services.db.cover.create({ data: { ...owner, ...row, id, unusedSince: services.clock.now() } });
  for (const size of PICTURE_SIZES) {
    const key = buildCoverKey({ projectId: owner.projectId, coverId: id }, size);
    await services.storage.put(key, new Uint8Array(10), "image/webp");
  }
  return id;
}

export type MailedPurpose = "verify" | "reset" | "address" | "delete";

/** A mailed secret of an account, of which the row keeps the hash alone. */
export async function createMailedSecret(
  services: Services,
  accountId: string,
  purpose: MailedPurpose,
  expiresAt: Date,
): Promise<string> {
  const secret = createSecret();
  const id = createId();
  const newEmail = purpose === "address" ? `${id}@example.com` : null;
  await services.db.accountToken.create({
    data: { id, accountId, purpose, hash: hashSecret(secret), expiresAt, newEmail, plan: [] },
  });
  return secret;
}

/** A sign-in of an account that nobody holds. */
export async function createSessionRow(services: Services, accountId: string): Promise<{ id: string }> {
  const id = createId();
  const now = services.clock.now();
  const expiresAt = new Date(now.getTime() + 3_600_000);
  await services.db.session.create({ data: { id, accountId, createdAt: now, lastUsedAt: now, expiresAt } });
  return { id };
}

/** A provider of its own that opens an account. */
export async function createIdentityRow(services: Services, accountId: string): Promise<{ id: string }> {
  const id = createId();
  await services.db.identity.create({ data: { id, accountId, provider: `provider-${id}`, subject: id } });
  return { id };
}

/** A second API token of an account. */
export async function createTokenRow(services: Services, accountId: string): Promise<{ id: string }> {
  const id = createId();
  await services.db.apiToken.create({ data: { id, accountId, name: "to be ended", hash: hashSecret(createSecret()) } });
  return { id };
}

/** An upload of 1000 bytes that waits for its one part, as `beginUpload` leaves it. */
export async function createOpenUpload(
  services: Services,
  person: TestPerson,
  { projectId, songId }: { projectId: string; songId: string },
): Promise<string> {
  const { accountId, email } = person;
  const credentialId = createId();
  const actor: PersonActor = {
    kind: "token",
    accountId,
    email,
    name: "Maker",
    isVerified: true,
    isAdmin: false,
    credentialId,
  };
  const file = { fileName: "take.wav", sizeBytes: 1000, contentType: "audio/wav", idempotencyKey: createId() };
  return (await beginUpload(services, actor, { projectId, songId }, file)).id;
}

/** A file of a song, as rows without bytes; answers its id. */
async function createAttachmentRow(
  services: Services,
  createdById: string,
  { projectId, songId }: { projectId: string; songId: string },
): Promise<string> {
  const [id, uploadId] = [createId(), createId()];
  const now = services.clock.now();
  const file = { sizeBytes: 1000n, contentType: "application/pdf" };
  const place = { projectId, songId, uploadId };
  await services.db.upload.create({
    data: {
      ...{
        id: uploadId,
        projectId,
        songId,
        createdById,
        idempotencyKey: uploadId,
        state: "stored",
        purpose: "attachment",
      },
      ...{
        fileName: "Lyrics.pdf",
        partSizeBytes: 16_777_216,
        partCount: 1,
        etag: '"etag"',
        expiresAt: now,
        updatedAt: now,
      },
      ...{ ...file, objectKey: buildObjectKey(place, "source") },
    },
  });
  await services.db.attachment.create({
    data: { ...{ id, songId, uploadId, createdById, name: "Lyrics.pdf", kind: "PDF", ...file } },
  });
  return id;
}
