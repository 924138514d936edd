import type { Actor } from "@/lib/access/actor";
import { requireVerified, type SongScope, scopeAccount, scopeSong } from "@/lib/access/scope";
import { AppError, notFound } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { buildObjectKey } from "@/lib/core/object-keys";
import { requireOutOfArchive } from "@/lib/domains/songs/reads";
import type { Services } from "@/lib/services";
import { endUpload } from "./ending/commands";
import { reserveUpload } from "./quota/commands";
import { findUploadToUse, scopeUpload, type UploadTarget, viewUpload } from "./reads";
import { describeReason, PART_URL_EXPIRES_SEC, partSize, planParts, UPLOAD_LIFETIME_MS } from "./rules";
import type { BeginUploadInput, SignedParts, SignPartsInput, UploadView } from "./schema";
import {
  findSongUpload,
  findUpload,
  findUploadByKey,
  markCleaned,
  moveUpload,
  openUpload,
  type UploadRow,
} from "./store";

/**
 * Begins to upload a file: reserves it, then opens it in storage. The same key always answers the same upload, and a crash
 * between the two is mended by calling again.
 * @throws AppError forbidden, not_found, conflict `key_used`, `archived`, `project_full`, `owner_full`, unavailable.
 */
export async function beginUpload(
  services: Services,
  actor: Actor | null,
  target: { projectId: string; songId: string },
  input: BeginUploadInput,
): Promise<UploadView> {
  requireVerified(actor);
  const scope = await scopeSong(services.db, actor, target, "song:upload");
  // One that has begun goes on.
  if (!(await findUploadByKey(scopeAccount(actor), services.db, input.idempotencyKey))) {
    await requireOutOfArchive(services.db, scope);
    await reserve(services, scope, input);
  }
  const upload = await findUploadByKey(scopeAccount(actor), services.db, input.idempotencyKey);
  if (!upload) throw notFound("upload");
  const isSame = upload.songId === scope.songId && Number(upload.sizeBytes) === input.sizeBytes;
  if (!isSame || upload.fileName !== input.fileName || upload.purpose !== purposeOf(input)) {
    throw new AppError("conflict", "key_used", "This idempotency key belongs to another file. Make a new one.");
  }
  return await viewUpload(services, upload.state === "reserved" ? await open(services, upload) : upload);
}

function purposeOf({ purpose = "version" }: BeginUploadInput): UploadView["purpose"] {
  return purpose;
}

async function reserve(services: Services, scope: SongScope, input: BeginUploadInput): Promise<void> {
  const now = services.clock.now();
  const id = createId();
  const location = { projectId: scope.projectId, songId: scope.songId, uploadId: id };
  const objectKey = buildObjectKey(location, "source");
  const expiresAt = new Date(now.getTime() + UPLOAD_LIFETIME_MS);
  const plan = { ...planParts(input.sizeBytes), hashesParts: input.hashesParts ?? false, purpose: purposeOf(input) };
  await reserveUpload(services, scope, { ...input, ...plan, id, objectKey, expiresAt });
}

async function open(services: Services, upload: UploadRow): Promise<UploadRow> {
  const { storage, db, clock } = services;
  // What it really is, is told from its bytes later; until then nobody can fetch it.
  const storageId = await storage.createMultipart(upload.objectKey, "application/octet-stream", upload.hashesParts);
  if (!(await openUpload(upload, db, storageId, clock.now()))) {
    await storage.abortMultipart(upload.objectKey, storageId);
  }
  return await reread(services, upload);
}

async function reread(services: Services, upload: UploadRow): Promise<UploadRow> {
  const found = await findUpload(upload, services.db);
  if (!found) throw notFound("upload");
  return found;
}

/**
 * Signs addresses for some parts, each for exactly its bytes, and keeps the upload alive for another day.
 * @throws AppError not_found, forbidden, invalid_input, conflict, gone.
 */
export async function signUploadParts(
  services: Services,
  actor: Actor | null,
  target: UploadTarget,
  input: SignPartsInput,
): Promise<SignedParts> {
  const { upload } = await findUploadToUse(services, actor, target);
  const storageId = requireOpen(upload);
  checkSizes(upload, input);
  const now = services.clock.now();
  const expiresAt = new Date(now.getTime() + UPLOAD_LIFETIME_MS);
  if (!(await moveUpload(upload, services.db, { from: ["open"], to: { expiresAt }, now }))) {
    requireOpen(await reread(services, upload));
  }
  const parts = input.parts.map(async ({ number, sizeBytes, sha256 }) => {
    const part = { number, sizeBytes, ...(sha256 ? { sha256 } : {}) };
    const common = { key: upload.objectKey, storageId, expiresSec: PART_URL_EXPIRES_SEC };
    return { number, ...(await services.storage.signPart({ ...common, ...part })) };
  });
  return { parts: await Promise.all(parts) };
}

function requireOpen(upload: UploadRow): string {
  if (upload.state === "open" && upload.storageId) return upload.storageId;
  const sentence = describeReason(upload.reason);
  if (upload.state === "expired" || upload.state === "cancelled") {
    throw new AppError("gone", `upload_${upload.state}`, sentence ?? "This upload has ended. Start it again.");
  }
  throw new AppError("conflict", `upload_${upload.state}`, sentence ?? "This upload takes no more parts.");
}

function checkSizes(upload: UploadRow, input: SignPartsInput): void {
  const fields = input.parts.flatMap(({ number, sizeBytes, sha256 }, i) => {
    if (upload.hashesParts && !sha256) {
      return [{ field: `parts.${i}.sha256`, message: "This upload was begun with hashes: send this part's, too." }];
    }
    const wanted = partSize(upload, number);
    if (wanted === sizeBytes) return [];
    if (wanted === null) return [{ field: `parts.${i}.number`, message: `There are parts 1 to ${upload.partCount}.` }];
    return [{ field: `parts.${i}.sizeBytes`, message: `Part ${number} has ${wanted} bytes.` }];
  });
  if (fields.length === 0) return;
  throw new AppError("invalid_input", "bad_part", "A part does not fit the file that was announced.", { fields });
}

/**
 * Gives an unfinished upload up, by who began it or the owner; a song made just for it goes with it.
 * @throws AppError not_found, forbidden, conflict `upload_stored`.
 */
export async function cancelUpload(services: Services, actor: Actor | null, target: UploadTarget): Promise<void> {
  const scope = await scopeUpload(services, actor, target);
  const upload = await findSongUpload(scope, services.db, target.uploadId);
  if (!upload || (upload.createdById !== scope.accountId && scope.role !== "owner")) throw notFound("upload");
  await endUpload(services, upload, { from: ["reserved", "open"], state: "cancelled", reason: "cancelled" });
  const current = await reread(services, upload);
  if (current.state === "stored" || current.state === "completing") {
    throw new AppError("conflict", "upload_stored", "This file has arrived already. Delete the version instead.");
  }
  await cleanUpload(services, current);
}

/** Removes what storage holds of an upload that ended without a version. Repeating it is harmless. */
export async function cleanUpload(services: Services, upload: UploadRow): Promise<void> {
  if (!upload.storageId) return;
  await services.storage.abortMultipart(upload.objectKey, upload.storageId);
  await services.storage.delete(upload.objectKey);
  await markCleaned(upload, services.db, services.clock.now());
}
