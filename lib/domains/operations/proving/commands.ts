import { AppError } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { buildObjectKey, STORAGE_MARK_KEY } from "@/lib/core/object-keys";
import type { Services } from "@/lib/services";
import { findNewestSource, keepMark, readMark } from "./store";

const proven = new WeakMap<Services, Promise<void>>();

/**
 * Makes sure, once a process, that this storage and this database belong together: both hold the same mark. So two processes
 * on one database can't work on two storages. A new pair is marked; a pair of before there were marks proves itself by
 * its newest version.
 * @throws AppError unavailable: `other_storage`, or another reason when one of them does not answer. It is tried anew.
 */
export function proveStorage(services: Services): Promise<void> {
  const known = proven.get(services);
  if (known) return known;
  const proof = prove(services);
  proven.set(services, proof);
  proof.catch(() => proven.delete(services));
  return proof;
}

async function prove(services: Services): Promise<void> {
  const { db, storage } = services;
  // The storage first: whoever marks a new pair writes the row before the object.
  const found = await storage.readAll(STORAGE_MARK_KEY);
  const kept = await readMark(db);
  if (found !== null) {
    const mark = new TextDecoder().decode(found).trim();
    if (mark !== kept) throw otherStorage(services, kept, "it is marked as that of another database");
    return;
  }
  await requireNewestVersion(services, kept);
  const mark = await keepMark(db, kept ?? createId(), services.clock.now());
  await storage.put(STORAGE_MARK_KEY, new TextEncoder().encode(mark), "text/plain");
}

async function requireNewestVersion(services: Services, kept: string | null): Promise<void> {
  const newest = await findNewestSource(services.db);
  if (newest === null) return;
  if ((await services.storage.head(buildObjectKey(newest, "source"))) !== null) return;
  throw otherStorage(services, kept, "it has no mark, and the file of the newest version is not in it");
}

function otherStorage({ config }: Services, kept: string | null, why: string): AppError {
  const cure = kept
    ? ` If it is the right one all the same, put the text ${kept} into its object ${STORAGE_MARK_KEY}.`
    : ` If it is to be used for this database all the same, remove its object ${STORAGE_MARK_KEY}.`;
  return new AppError(
    "unavailable",
    "other_storage",
    `The bucket "${config.s3.bucket}" does not belong to this database: ${why}. Check S3_ENDPOINT, S3_BUCKET and DATABASE_URL: every process of this Segno needs the same.${cure}`,
  );
}
