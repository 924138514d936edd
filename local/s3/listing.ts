import type { BucketFolder } from "./bucket-folder";
import { compareUtf8, type IndexEntry } from "./key-index";

export interface ListQuery {
  prefix: string;
  delimiter: string;
  /** The page begins after this key or common prefix; "" for the first page. */
  after: string;
  maxKeys: number;
}

/** One page in the order of the keys' UTF-8 bytes. `last` is where the next page goes on, null on the last page. */
export interface ListPage {
  objects: IndexEntry[];
  commonPrefixes: string[];
  last: string | null;
}

/** Costs the page and the logarithm of the bucket: what a common prefix folds is jumped over. */
export function listKeys({ index }: BucketFolder, query: ListQuery): ListPage {
  const page: ListPage = { objects: [], commonPrefixes: [], last: null };
  if (query.maxKeys === 0) return page;
  let last = "";
  let place = findStart(index, query);
  for (let entry = index.at(place); entry?.key.startsWith(query.prefix); entry = index.at(place)) {
    if (page.objects.length + page.commonPrefixes.length === query.maxKeys) return { ...page, last };
    const common = findCommonPrefix(entry.key, query);
    if (common === null) {
      page.objects.push(entry);
      place += 1;
    } else {
      page.commonPrefixes.push(common);
      place = index.findAfterPrefix(common);
    }
    last = common ?? entry.key;
  }
  return page;
}

function findStart(index: BucketFolder["index"], query: ListQuery): number {
  const { prefix, after } = query;
  if (after === "" || compareUtf8(after, prefix) < 0) return index.findFrom(prefix);
  // Where a page ended with a common prefix, the next begins behind all that it folds.
  if (findCommonPrefix(after, query) === after) return index.findAfterPrefix(after);
  const place = index.findFrom(after);
  return index.at(place)?.key === after ? place + 1 : place;
}

function findCommonPrefix(key: string, { prefix, delimiter }: ListQuery): string | null {
  const at = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
  return at < 0 ? null : key.slice(0, at + delimiter.length);
}
