import { constants } from "node:fs";
import { type FileHandle, open, rmdir } from "node:fs/promises";
import path from "node:path";
import type { BucketFolder } from "./bucket-folder";
import { makeFolder, readRecord, removeFile, syncFolder, writeRecord } from "./durable-file";
import { encodeKey } from "./key-path";
import { KeyedMutex } from "./keyed-mutex";
import { type ObjectRecord, toIndexEntry } from "./object-record";
import { isMissing, S3Error, systemCode } from "./s3-error";
import type { S3Request } from "./s3-request";

export interface WriteConditions {
  ifNoneMatch?: string | undefined;
  ifMatch?: string | undefined;
}

/** An object being read: its bytes stay until `release`, whatever is written over it meanwhile. */
export interface OpenObject {
  record: ObjectRecord;
  release: () => Promise<void>;
}

export function readWriteConditions(request: S3Request): WriteConditions {
  const ifNoneMatch = request.header("if-none-match");
  if (ifNoneMatch !== undefined && ifNoneMatch !== "*") {
    throw new S3Error(501, "NotImplemented", "On a write, If-None-Match understands only '*'.");
  }
  return { ifNoneMatch, ifMatch: request.header("if-match") };
}

export function checkConditions(current: ObjectRecord | null, conditions: WriteConditions): void {
  const { ifNoneMatch, ifMatch } = conditions;
  const isCreateRefused = ifNoneMatch === "*" && current !== null;
  const isReplaceRefused = ifMatch !== undefined && (!current || (ifMatch !== "*" && ifMatch !== `"${current.etag}"`));
  if (!isCreateRefused && !isReplaceRefused) return;
  throw new S3Error(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold.");
}

export function noSuchKey(): S3Error {
  return new S3Error(404, "NoSuchKey", "The specified key does not exist.");
}

/** Objects on disk: a record per key (the commit point) and bytes by id. Writers of one key take turns. */
export class ObjectStore {
  readonly #keys = new KeyedMutex();
  readonly #readers = new Map<string, number>();
  readonly #doomed = new Set<string>();

  async read(bucket: BucketFolder, key: string): Promise<ObjectRecord | null> {
    return readRecord<ObjectRecord>(this.#locate(bucket, key));
  }

  /** @throws S3Error NoSuchKey */
  async open(bucket: BucketFolder, key: string): Promise<OpenObject> {
    const file = this.#locate(bucket, key);
    return this.#keys.run(file, async () => {
      const record = await readRecord<ObjectRecord>(file);
      if (!record) throw noSuchKey();
      const data = path.join(bucket.data, record.id);
      this.#readers.set(data, (this.#readers.get(data) ?? 0) + 1);
      return { record, release: () => this.#release(bucket, data) };
    });
  }

  /** Makes the record the object at its key, durably, and drops the bytes it replaces. `prepare` runs once the conditions hold. */
  async commit(
    bucket: BucketFolder,
    record: ObjectRecord,
    conditions: WriteConditions,
    prepare: () => Promise<void> = async () => undefined,
  ): Promise<void> {
    const file = this.#locate(bucket, record.key);
    await this.#keys.run(file, async () => {
      const current = await readRecord<ObjectRecord>(file);
      if (current?.id === record.id) return;
      checkConditions(current, conditions);
      await prepare();
      await this.#replace(bucket, file, record, current?.sizeBytes ?? 0);
      if (current) await this.dropData(bucket, current.id);
    });
  }

  /** Removing what is not there is fine. */
  async remove(bucket: BucketFolder, key: string): Promise<void> {
    const file = this.#locate(bucket, key);
    await this.#keys.run(file, async () => {
      const current = await readRecord<ObjectRecord>(file);
      if (!current) return;
      await removeFile(bucket, file);
      await this.#syncNearestFolder(path.dirname(file));
      bucket.index.remove(key);
      bucket.usage.release(current.sizeBytes);
      await this.dropData(bucket, current.id);
      await this.#pruneEmptyFolders(bucket, path.dirname(file));
    });
  }

  async dropData(bucket: BucketFolder, id: string): Promise<void> {
    const data = path.join(bucket.data, id);
    if (this.#readers.has(data)) this.#doomed.add(data);
    else await removeFile(bucket, data);
  }

  #locate(bucket: BucketFolder, key: string): string {
    return path.join(bucket.objects, encodeKey(key));
  }

  async #release(bucket: BucketFolder, data: string): Promise<void> {
    const left = (this.#readers.get(data) ?? 1) - 1;
    if (left > 0) {
      this.#readers.set(data, left);
      return;
    }
    this.#readers.delete(data);
    if (this.#doomed.delete(data)) await removeFile(bucket, data);
  }

  /** The record may stand in its place though syncing the folder failed: the index tells what stands, not what was answered. */
  async #replace(bucket: BucketFolder, file: string, record: ObjectRecord, replacedBytes: number): Promise<void> {
    const note = () => {
      bucket.index.set(toIndexEntry(record));
      bucket.usage.release(replacedBytes);
    };
    try {
      await this.#writeIntoTree(bucket, file, record);
    } catch (error) {
      if ((await readRecord<ObjectRecord>(file))?.id === record.id) note();
      throw error;
    }
    note();
  }

  /** A neighbour's removal may prune the folder between its making and its use: then it is made again. */
  async #writeIntoTree(bucket: BucketFolder, file: string, record: ObjectRecord): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await makeFolder(path.dirname(file));
        return await writeRecord(bucket, file, record);
      } catch (error) {
        if (!isMissing(error) || attempt === 10) throw error;
      }
    }
  }

  /** A neighbour's removal may have pruned the folder already: then its parent tells of it. */
  async #syncNearestFolder(folder: string): Promise<void> {
    try {
      await syncFolder(folder);
    } catch (error) {
      if (!isMissing(error)) throw error;
      await this.#syncNearestFolder(path.dirname(folder));
    }
  }

  async #pruneEmptyFolders(bucket: BucketFolder, from: string): Promise<void> {
    for (let folder = from; folder !== bucket.objects; folder = path.dirname(folder)) {
      try {
        await rmdir(folder);
      } catch (error) {
        if (systemCode(error) === "ENOTEMPTY" || isMissing(error)) return;
        throw error;
      }
    }
  }
}

/** Opens one stretch of an object's bytes; the caller closes it. Follows no symbolic link. */
export async function openExtent(bucket: BucketFolder, file: string): Promise<FileHandle> {
  return open(path.join(bucket.data, file), constants.O_RDONLY | constants.O_NOFOLLOW);
}
