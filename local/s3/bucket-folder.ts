import { access, readdir } from "node:fs/promises";
import path from "node:path";
import { BucketUsage } from "./bucket-usage";
import { makeFolder } from "./durable-file";
import { KeyIndex } from "./key-index";
import { isMissing, S3Error } from "./s3-error";
import { WriteGate } from "./write-gate";

/** Where a bucket lies: `objects` (records, by key), `data` (bytes, by id), `uploads` (open multiparts), `temporary`. */
export interface BucketFolder {
  name: string;
  objects: string;
  data: string;
  uploads: string;
  temporary: string;
  index: KeyIndex;
  usage: BucketUsage;
  /** The one of all buckets. */
  gate: WriteGate;
  /** Set when a record could not be read: what is an orphan is not known then, so nothing is swept. */
  isDamaged: boolean;
}

const namePattern = /^[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/;

/** The buckets of a root folder, which this process alone changes. */
export class Buckets {
  readonly gate = new WriteGate();
  readonly #byName = new Map<string, BucketFolder>();

  private constructor(
    readonly root: string,
    readonly quotaBytes: number,
  ) {}

  /** Finds the buckets; their indexes are still empty. */
  static async find(root: string, quotaBytes: number): Promise<Buckets> {
    const buckets = new Buckets(root, quotaBytes);
    for (const entry of await readdir(root, { withFileTypes: true })) {
      if (!entry.isDirectory() || !namePattern.test(entry.name)) continue;
      const bucket = buckets.#locate(entry.name);
      if (await hasObjects(bucket)) buckets.#byName.set(bucket.name, bucket);
    }
    return buckets;
  }

  list(): BucketFolder[] {
    return [...this.#byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @throws S3Error NoSuchBucket, InvalidBucketName */
  get(name: string): BucketFolder {
    const bucket = this.#byName.get(name);
    if (bucket) return bucket;
    this.#locate(name);
    throw new S3Error(404, "NoSuchBucket", "The specified bucket does not exist.");
  }

  /** Creating one that is there changes nothing. @throws S3Error InvalidBucketName */
  async create(name: string): Promise<void> {
    const bucket = this.#locate(name);
    // `objects` last: its presence is what makes the bucket exist.
    for (const folder of [bucket.temporary, bucket.uploads, bucket.data, bucket.objects]) await makeFolder(folder);
    if (!this.#byName.has(name)) this.#byName.set(name, bucket);
  }

  #locate(name: string): BucketFolder {
    if (!namePattern.test(name)) throw new S3Error(400, "InvalidBucketName", "The specified bucket is not valid.");
    const at = (part: string) => path.join(this.root, name, part);
    return {
      name,
      objects: at("objects"),
      data: at("data"),
      uploads: at("uploads"),
      temporary: at("temporary"),
      index: new KeyIndex(),
      usage: new BucketUsage(this.quotaBytes),
      gate: this.gate,
      isDamaged: false,
    };
  }
}

async function hasObjects(bucket: BucketFolder): Promise<boolean> {
  try {
    await access(bucket.objects);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
