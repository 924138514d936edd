import { setTimeout as sleep } from "node:timers/promises";
import type { Actor } from "@/lib/access/actor";
import { scopeAccount } from "@/lib/access/scope";
import { CONTENT_TYPES, SNIFF_BYTES, sniffContainer } from "@/lib/audio/sniff";
import { AppError, notFound } from "@/lib/core/errors";
import { type Tx, transact } from "@/lib/db/client";
import { createAttachment } from "@/lib/domains/attachments/commands";
import { sniffAttachment } from "@/lib/domains/attachments/rules";
import { createVersion } from "@/lib/domains/versions/commands";
import type { Services } from "@/lib/services";
import type { ObjectHead } from "@/lib/storage/objects";
import { cleanUpload } from "../commands";
import { endUpload } from "../ending/commands";
import { findUploadToUse, type UploadTarget } from "../reads";
import {
  describeReason,
  findMissingParts,
  hasEnded,
  JOINING_LASTS_MS,
  toUploadView,
  type UploadEndReason,
} from "../rules";
import type { UploadView } from "../schema";
import { findOwnUpload, findUpload, moveUpload, type UploadRow } from "../store";

const HEAD_TRIES = 5;
const HEAD_PAUSE_MS = 200;
const MAX_MISSING_NAMED = 100;
/** The file is not what it was announced as. */
const WRONG_KINDS: ReadonlySet<string> = new Set<UploadEndReason>(["not_audio", "not_attachment", "encrypted_zip"]);

/**
 * Finishes an upload: what storage holds is compared with what was announced, joined, looked at, and becomes a version or a file of the song.
 * Every repeat, by whomever, goes on where the last one stopped and answers the same.
 * @throws AppError conflict `parts_missing` (each in `fields` as `parts.<number>`), `song_deleted`, `storage_lost`;
 * invalid_input `not_audio`, `not_attachment`, `encrypted_zip`; gone; not_found; forbidden; unavailable (`still_joining`: another call is at it).
 */
export async function completeUpload(
  services: Services,
  actor: Actor | null,
  target: UploadTarget,
): Promise<UploadView> {
  await refuseDeletedSong(services, actor, target);
  const { upload } = await findUploadToUse(services, actor, target);
  return await finishUpload(services, upload);
}

/** The same without a person, for the sweeper. */
export async function finishUpload(services: Services, upload: UploadRow): Promise<UploadView> {
  if (upload.state === "open") await startCompleting(services, upload);
  const current = await reread(services, upload);
  if (current.state === "completing") await store(services, current, await join(services, current));
  return await settle(services, await reread(services, upload));
}

/** Who uploads to a song that was deleted meanwhile is told so, although the song itself is "not found" by now. */
async function refuseDeletedSong(services: Services, actor: Actor | null, target: UploadTarget): Promise<void> {
  const upload = await findOwnUpload(scopeAccount(actor), services.db, target);
  if (!upload || upload.version || upload.attachment || !(upload.song.deletedAt ?? upload.song.project.deletedAt))
    return;
  await end(services, upload, "cancelled", "song_deleted");
  await settle(services, await reread(services, upload));
}

/** open → completing, once every part is there with its size. */
async function startCompleting(services: Services, upload: UploadRow): Promise<void> {
  const stored = await services.storage.listParts(upload.objectKey, upload.storageId ?? "");
  if (!stored) {
    // Somebody else may have joined the parts since the row was read.
    if ((await reread(services, upload)).state === "open") await end(services, upload, "failed", "storage_lost");
    return;
  }
  const missing = findMissingParts(upload, stored);
  if (missing.length > 0) throw missingParts(missing);
  await moveUpload(upload, services.db, { from: ["open"], to: { state: "completing" }, now: services.clock.now() });
}

/** Joins the parts, or finds them joined. Null when the upload has ended, or there is nothing to be found. */
async function join(services: Services, upload: UploadRow): Promise<ObjectHead | null> {
  const { storage, db, clock } = services;
  const storageId = upload.storageId ?? "";
  const parts = await storage.listParts(upload.objectKey, storageId);
  if (parts) {
    const isWhole = findMissingParts(upload, parts).length === 0;
    const completion = isWhole ? await storage.completeMultipart(upload.objectKey, storageId, parts) : "refused";
    if (completion === "refused") {
      // A part was replaced between the list and the joining: it is open again.
      await moveUpload(upload, db, { from: ["completing"], to: { state: "open" }, now: clock.now() });
      throw missingParts(findMissingParts(upload, parts));
    }
  }
  const head = await findJoined(services, upload);
  if (head && head.sizeBytes === Number(upload.sizeBytes)) return head;
  if (!head && clock.now().getTime() - upload.updatedAt.getTime() < JOINING_LASTS_MS) throw stillJoining();
  await end(services, upload, "failed", head ? "size_mismatch" : "storage_lost");
  return null;
}

function stillJoining(): AppError {
  return new AppError(
    "unavailable",
    "still_joining",
    "Storage is still putting the file together. Ask again in a moment.",
  );
}

/** While another call joins the parts, they are gone already and the object is not there yet. */
async function findJoined(services: Services, upload: UploadRow): Promise<ObjectHead | null> {
  for (let attempt = 1; ; attempt++) {
    const head = await services.storage.head(upload.objectKey);
    if (head || attempt === HEAD_TRIES) return head;
    await sleep(HEAD_PAUSE_MS);
  }
}

/** completing → stored with everything that follows from it, or → rejected. */
async function store(services: Services, upload: UploadRow, head: ObjectHead | null): Promise<void> {
  if (!head) return;
  const start = await services.storage.readRange(upload.objectKey, 0, SNIFF_BYTES - 1);
  if (!start) return await end(services, upload, "rejected", "storage_lost");
  const outcome = upload.purpose === "attachment" ? toAttachment(upload, start) : toVersion(upload, start);
  if (typeof outcome === "string") return await end(services, upload, "rejected", outcome);
  await commit(services, upload, head.etag, outcome);
}

/** Makes what comes of an upload. False when its song was deleted meanwhile. */
type Make = (tx: Tx, now: Date) => Promise<boolean>;

function toVersion(upload: UploadRow, start: Uint8Array): Make | UploadEndReason {
  const container = sniffContainer(start);
  if (!container) return "not_audio";
  const { songId, createdById, fileName, sizeBytes, id: uploadId } = upload;
  const version = { songId, createdById, fileName, sizeBytes, uploadId, container };
  return (tx, now) => createVersion(tx, { ...version, contentType: CONTENT_TYPES[container] }, now);
}

function toAttachment(upload: UploadRow, start: Uint8Array): Make | UploadEndReason {
  const { songId, createdById, fileName: name, sizeBytes, id: uploadId } = upload;
  const found = sniffAttachment(start, name);
  if (found === null) return "not_attachment";
  if (found === "encrypted_zip") return found;
  return (tx, now) => createAttachment(tx, { songId, createdById, name, sizeBytes, uploadId, ...found }, now);
}

/** One transaction: the upload is stored, what comes of it is there, the queue and the band will hear of it. */
async function commit(services: Services, upload: UploadRow, etag: string, make: Make): Promise<void> {
  const now = services.clock.now();
  const ended = await transact(services.db, async (tx) => {
    const to = { state: "stored", etag } as const;
    // Nobody moved: another call stored it, or it ended. Its row says which.
    if (!(await moveUpload(upload, tx, { from: ["completing"], to, now }))) return null;
    if (await make(tx, now)) return "stored";
    await moveUpload(upload, tx, { from: ["stored"], to: { state: "cancelled", reason: "song_deleted" }, now });
    return "cancelled";
  });
  if (ended) services.metrics.noteUpload(ended, Number(upload.sizeBytes));
}

async function end(
  services: Services,
  upload: UploadRow,
  state: "rejected" | "failed" | "cancelled",
  reason: UploadEndReason,
): Promise<void> {
  await endUpload(services, upload, { from: ["reserved", "open", "completing"], state, reason });
}

/** The answer for where the upload stands now. One that ended without a version leaves nothing in storage. */
async function settle(services: Services, upload: UploadRow): Promise<UploadView> {
  if (upload.state === "stored") return toUploadView(upload, []);
  if (hasEnded(upload.state)) await cleanUpload(services, upload);
  throw failure(upload.reason ?? upload.state);
}

function failure(reason: string): AppError {
  const sentence = describeReason(reason) ?? "This upload has ended without a version. Start it again.";
  if (WRONG_KINDS.has(reason)) return new AppError("invalid_input", reason, sentence);
  if (reason === "expired" || reason === "cancelled") return new AppError("gone", `upload_${reason}`, sentence);
  return new AppError("conflict", reason, sentence);
}

function missingParts(missing: number[]): AppError {
  const fields = missing.slice(0, MAX_MISSING_NAMED).map((number) => ({
    field: `parts.${number}`,
    message: "This part has not arrived whole. Send it again.",
  }));
  const sentence = `${missing.length === 0 ? "A part has" : `${missing.length} of the parts have`} not arrived whole yet.`;
  return new AppError("conflict", "parts_missing", sentence, { fields });
}

async function reread(services: Services, upload: UploadRow): Promise<UploadRow> {
  const found = await findUpload(upload, services.db);
  if (!found) throw notFound("upload");
  return found;
}
