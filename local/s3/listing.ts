import { readdir, realpath } from "node:fs/promises";
import path from "node:path";
import type { BucketFolder } from "./bucket-folder";
import { decodeName, encodeFolders } from "./key-path";
import { isMissing } from "./s3-error";

const readsAtOnce = 64;

/** Maps with a bounded number in flight, so that a long list does not use up the open files. */
export async function readMany<In, Out>(items: readonly In[], read: (item: In) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = [];
  for (let at = 0; at < items.length; at += readsAtOnce) {
    results.push(...(await Promise.all(items.slice(at, at + readsAtOnce).map(read))));
  }
  return results;
}

/** Every key that begins with `prefix`, in no order. Symbolic links are not followed. */
export async function* walkKeys(bucket: BucketFolder, prefix: string): AsyncGenerator<string> {
  const folders = prefix.split("/").slice(0, -1);
  const start = folders.length === 0 ? bucket.objects : path.join(bucket.objects, encodeFolders(folders));
  for await (const key of walkFolder(start, folders.map((folder) => `${folder}/`).join(""))) {
    if (key.startsWith(prefix)) yield key;
  }
}

async function* walkFolder(folder: string, keyPrefix: string): AsyncGenerator<string> {
  for (const entry of await readEntries(folder)) {
    if (entry.isDirectory()) yield* walkFolder(path.join(folder, entry.name), `${keyPrefix}${decodeName(entry.name)}/`);
    else if (entry.isFile() && entry.name.endsWith("~")) yield keyPrefix + decodeName(entry.name.slice(0, -1));
  }
}

async function readEntries(folder: string) {
  try {
    if ((await realpath(folder)) !== folder) return [];
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

export interface ListQuery {
  prefix: string;
  delimiter: string;
  /** The page begins after this key or common prefix; "" for the first page. */
  after: string;
  maxKeys: number;
}

/** One page in the order of the keys' UTF-8 bytes. `last` is where the next page goes on, null on the last page. */
export interface ListPage {
  keys: string[];
  commonPrefixes: string[];
  last: string | null;
}

export function compareUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

export async function listKeys(bucket: BucketFolder, query: ListQuery): Promise<ListPage> {
  const keys: string[] = [];
  for await (const key of walkKeys(bucket, query.prefix)) keys.push(key);
  keys.sort(compareUtf8);
  const page: ListPage = { keys: [], commonPrefixes: [], last: null };
  if (query.maxKeys === 0) return page;
  let last = "";
  for (const key of keys) {
    const common = findCommonPrefix(key, query);
    if (isBefore(key, common, query) || (common !== null && common === page.commonPrefixes.at(-1))) continue;
    if (page.keys.length + page.commonPrefixes.length === query.maxKeys) return { ...page, last };
    last = common ?? key;
    if (common === null) page.keys.push(key);
    else page.commonPrefixes.push(common);
  }
  return page;
}

function findCommonPrefix(key: string, { prefix, delimiter }: ListQuery): string | null {
  const at = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
  return at < 0 ? null : key.slice(0, at + delimiter.length);
}

function isBefore(key: string, common: string | null, { after }: ListQuery): boolean {
  if (after === "") return false;
  return compareUtf8(key, after) <= 0 || (common !== null && common === after);
}
