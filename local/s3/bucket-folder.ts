import { access, readdir } from "node:fs/promises";
import path from "node:path";
import { makeFolder } from "./durable-file";
import { isMissing, S3Error } from "./s3-error";

/** Where a bucket lies: `objects` (records, by key), `data` (bytes, by id), `uploads` (open multiparts), `temporary`. */
export interface BucketFolder {
  name: string;
  objects: string;
  data: string;
  uploads: string;
  temporary: string;
}

const namePattern = /^[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/;

function locate(root: string, name: string): BucketFolder {
  if (!namePattern.test(name)) throw new S3Error(400, "InvalidBucketName", "The specified bucket is not valid.");
  const at = (part: string) => path.join(root, name, part);
  return { name, objects: at("objects"), data: at("data"), uploads: at("uploads"), temporary: at("temporary") };
}

export async function createBucket(root: string, name: string): Promise<BucketFolder> {
  const bucket = locate(root, name);
  // `objects` last: its presence is what makes the bucket exist.
  for (const folder of [bucket.temporary, bucket.uploads, bucket.data, bucket.objects]) await makeFolder(folder);
  return bucket;
}

/** @throws S3Error NoSuchBucket */
export async function openBucket(root: string, name: string): Promise<BucketFolder> {
  const bucket = locate(root, name);
  if (await hasObjects(bucket)) return bucket;
  throw new S3Error(404, "NoSuchBucket", "The specified bucket does not exist.");
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

export async function listBuckets(root: string): Promise<BucketFolder[]> {
  const entries = await readdir(root, { withFileTypes: true });
  const named = entries
    .filter((entry) => entry.isDirectory() && namePattern.test(entry.name))
    .map((entry) => entry.name);
  const buckets: BucketFolder[] = [];
  for (const name of named.sort()) {
    const bucket = locate(root, name);
    if (await hasObjects(bucket)) buckets.push(bucket);
  }
  return buckets;
}
