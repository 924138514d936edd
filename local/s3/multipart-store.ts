import { mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import type { Clock } from "@/lib/core/clock";
import { createId, isId } from "@/lib/core/ids";
import type { BucketFolder } from "./bucket-folder";
import type { ChecksumAlgorithm, StoredChecksum } from "./checksums";
import { readRecord, removeFile, syncFolder, writeRecord } from "./durable-file";
import { KeyedMutex } from "./keyed-mutex";
import { mapMany } from "./map-many";
import type { ObjectMeta, ObjectRecord } from "./object-record";
import type { ObjectStore } from "./object-store";
import type { ReceivedBody } from "./receive-body";
import { isMissing, S3Error } from "./s3-error";

/** An open multipart upload: `uploads/<id>.json`. */
export interface UploadRecord {
  id: string;
  key: string;
  initiatedAt: string;
  meta: ObjectMeta;
  checksum?: { algorithm: ChecksumAlgorithm; type: StoredChecksum["type"] };
}

/** A part that arrived whole: `data/<id>/part-<n>.json`. */
export interface PartRecord {
  number: number;
  file: string;
  sizeBytes: number;
  md5Hex: string;
  checksum?: StoredChecksum;
  modifiedAt: string;
}

export function noSuchUpload(): S3Error {
  const sentence = "The specified upload does not exist. It may have been aborted or completed.";
  return new S3Error(404, "NoSuchUpload", sentence);
}

export function invalidPart(sentence: string): S3Error {
  return new S3Error(400, "InvalidPart", sentence);
}

/**
 * Multipart uploads on disk. Everything that changes one upload's records takes its mutex; bytes are received outside of it,
 * so parts arrive side by side.
 */
export class MultipartStore {
  readonly #uploads = new KeyedMutex();

  constructor(
    readonly objects: ObjectStore,
    readonly clock: Clock,
  ) {}

  async lock<T>(id: string, work: () => Promise<T>): Promise<T> {
    return this.#uploads.run(id, work);
  }

  async create(bucket: BucketFolder, fields: Pick<UploadRecord, "key" | "meta" | "checksum">): Promise<UploadRecord> {
    const upload: UploadRecord = { id: createId(), initiatedAt: this.clock.now().toISOString(), ...fields };
    await mkdir(path.join(bucket.data, upload.id));
    await syncFolder(bucket.data);
    await writeRecord(bucket, this.#locate(bucket, upload.id), upload);
    return upload;
  }

  /** The upload's record while it is open, or while its completion is under way; else null. */
  async find(bucket: BucketFolder, id: string): Promise<UploadRecord | null> {
    return isId(id) ? readRecord<UploadRecord>(this.#locate(bucket, id)) : null;
  }

  /** The object that a Complete settled on; present from then on for as long as the object lives. */
  async findResult(bucket: BucketFolder, id: string): Promise<ObjectRecord | null> {
    return isId(id) ? readRecord<ObjectRecord>(this.#locateResult(bucket, id)) : null;
  }

  async saveResult(bucket: BucketFolder, result: ObjectRecord): Promise<void> {
    await writeRecord(bucket, this.#locateResult(bucket, result.id), result);
  }

  /** An upload that still takes parts. @throws S3Error NoSuchUpload */
  async getOpen(bucket: BucketFolder, id: string, key: string): Promise<UploadRecord> {
    const upload = await this.find(bucket, id);
    if (!upload || upload.key !== key || (await this.findResult(bucket, id))) throw noSuchUpload();
    return upload;
  }

  /** Receives a part through `receive`, then makes it visible. The same number again replaces the part before. */
  async putPart(
    bucket: BucketFolder,
    target: { id: string; key: string; number: number },
    receive: (file: string) => Promise<ReceivedBody>,
  ): Promise<PartRecord> {
    await this.getOpen(bucket, target.id, target.key);
    const file = path.join(target.id, `${target.number}-${createId()}`);
    const received = await this.#receiveInto(path.join(bucket.data, file), receive);
    return this.lock(target.id, async () => {
      try {
        await this.getOpen(bucket, target.id, target.key);
        const recordFile = this.#locatePart(bucket, target.id, target.number);
        const before = await readRecord<PartRecord>(recordFile);
        const part = { number: target.number, file, ...received, modifiedAt: this.clock.now().toISOString() };
        await writeRecord(bucket, recordFile, part);
        bucket.usage.assignToUpload(target.id, part.sizeBytes - (before?.sizeBytes ?? 0));
        if (!before) return part;
        bucket.usage.release(before.sizeBytes);
        await removeFile(bucket, path.join(bucket.data, before.file));
        return part;
      } catch (error) {
        await this.#dropPart(bucket, { ...target, file, sizeBytes: received.sizeBytes });
        throw error;
      }
    });
  }

  /** A record that reached its place, though its folder was not synced, still needs its bytes. */
  async #dropPart(
    bucket: BucketFolder,
    part: { id: string; number: number; file: string; sizeBytes: number },
  ): Promise<void> {
    const recorded = await readRecord<PartRecord>(this.#locatePart(bucket, part.id, part.number));
    if (recorded?.file === part.file) return;
    bucket.usage.release(part.sizeBytes);
    await removeFile(bucket, path.join(bucket.data, part.file));
  }

  /** In the order of their numbers. @throws S3Error NoSuchUpload when an overwritten object took the data with it */
  async listParts(bucket: BucketFolder, id: string): Promise<PartRecord[]> {
    const folder = path.join(bucket.data, id);
    const names = (await this.#readFolder(folder)).filter((name) => name.startsWith("part-"));
    const parts = await mapMany(names, (name) => readRecord<PartRecord>(path.join(folder, name)));
    return parts.filter((part) => part !== null).sort((a, b) => a.number - b.number);
  }

  async listOpen(bucket: BucketFolder): Promise<UploadRecord[]> {
    const names = await readdir(bucket.uploads);
    const uploads = await mapMany(names, (name) => this.find(bucket, path.basename(name, ".json")));
    return uploads.filter((upload) => upload !== null);
  }

  /** @throws S3Error NoSuchUpload when there is none, or its object exists already. */
  async abort(bucket: BucketFolder, id: string, key: string): Promise<void> {
    await this.lock(id, async () => {
      const upload = await this.find(bucket, id);
      if (!upload || upload.key !== key) throw noSuchUpload();
      if ((await this.objects.read(bucket, key))?.id === id) throw noSuchUpload();
      await this.close(bucket, id);
      bucket.usage.dropUpload(id);
      await this.objects.dropData(bucket, id);
    });
  }

  /** Forgets that the upload is open. Its data stays: the object's now, or to be dropped. */
  async close(bucket: BucketFolder, id: string): Promise<void> {
    await removeFile(bucket, this.#locate(bucket, id));
    await syncFolder(bucket.uploads);
  }

  async #readFolder(folder: string): Promise<string[]> {
    try {
      return await readdir(folder);
    } catch (error) {
      if (isMissing(error)) throw noSuchUpload();
      throw error;
    }
  }

  async #receiveInto(file: string, receive: (file: string) => Promise<ReceivedBody>): Promise<ReceivedBody> {
    try {
      return await receive(file);
    } catch (error) {
      if (isMissing(error)) throw noSuchUpload();
      throw error;
    }
  }

  #locate(bucket: BucketFolder, id: string): string {
    return path.join(bucket.uploads, `${id}.json`);
  }

  #locateResult(bucket: BucketFolder, id: string): string {
    return path.join(bucket.data, id, "result.json");
  }

  #locatePart(bucket: BucketFolder, id: string, number: number): string {
    return path.join(bucket.data, id, `part-${number}.json`);
  }
}
