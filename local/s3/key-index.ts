/** What a list tells of an object, and the id of its bytes. */
export interface IndexEntry {
  key: string;
  id: string;
  sizeBytes: number;
  etag: string;
  modifiedAt: string;
}

/** Orders by UTF-8 bytes, as S3 lists: UTF-16 order but for surrogates, which stand for what lies above U+FFFF. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const one = a.charCodeAt(at);
    const other = b.charCodeAt(at);
    if (one !== other) return liftSurrogate(one) - liftSurrogate(other);
  }
  return a.length - b.length;
}

function liftSurrogate(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/**
 * The keys of a bucket in order, in memory (some 300 bytes each): a page of a list costs the page, not the bucket.
 * The records on the disk stay the truth; this is read from them at start and kept in step by the one who writes them.
 */
export class KeyIndex {
  #entries: IndexEntry[] = [];

  get size(): number {
    return this.#entries.length;
  }

  load(entries: IndexEntry[]): void {
    this.#entries = entries.sort((a, b) => compareUtf8(a.key, b.key));
  }

  set(entry: IndexEntry): void {
    const at = this.findFrom(entry.key);
    const isReplaced = this.#entries[at]?.key === entry.key;
    this.#entries.splice(at, isReplaced ? 1 : 0, entry);
  }

  remove(key: string): void {
    const at = this.findFrom(key);
    if (this.#entries[at]?.key === key) this.#entries.splice(at, 1);
  }

  at(place: number): IndexEntry | undefined {
    return this.#entries[place];
  }

  /** The place of the first key that is not before `key`. */
  findFrom(key: string): number {
    return this.#search((entry) => compareUtf8(entry.key, key) >= 0);
  }

  /** The place after every key that begins with `prefix`: together they are one stretch. */
  findAfterPrefix(prefix: string): number {
    return this.#search(({ key }) => compareUtf8(key, prefix) > 0 && !key.startsWith(prefix));
  }

  *ids(): Generator<string> {
    for (const { id } of this.#entries) yield id;
  }

  #search(isReached: (entry: IndexEntry) => boolean): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = this.#entries[middle];
      if (entry && isReached(entry)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
