import { linkSync, lstatSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { isErrorCode } from "../supervisor/data-folder";

interface MirrorOptions {
  isLeftOut: (relative: string) => boolean;
  /** Files are put in place and taken away by their names, and never grow there: a folder that did not change need not be read. */
  isByNames: boolean;
  /** Names that are never given to another file: a link of that name is the right one. */
  isGivenOnce?: (relative: string) => boolean;
}

interface SeenFolder {
  /** Null: it changed too short before it was read to tell a later change from it. */
  changedNs: bigint | null;
  folders: string[];
  sizes: Map<string, number>;
}

/** Longer than the tick by which a file system dates changes. */
const TICK_NS = 2_000_000_000n;

/** Makes `target` hold links to the very files that `source` holds. Synchronous, since others wait for it. */
export class LinkMirror {
  #seen = new Map<string, SeenFolder>();

  constructor(
    private readonly source: string,
    private readonly target: string,
    private readonly options: MirrorOptions,
  ) {}

  /** Brings the target up to date. Later times cost what changed, and a look at each folder. */
  update(): void {
    const before = this.#seen;
    this.#seen = new Map();
    this.#updateFolder("", before);
  }

  /** The size of each file when it was last looked at, by its path relative to the source. */
  readSizes(): Map<string, number> {
    return new Map([...this.#seen.values()].flatMap(({ sizes }) => [...sizes]));
  }

  #updateFolder(folder: string, before: Map<string, SeenFolder>): void {
    const seen = this.#keepUnchanged(folder, before.get(folder)) ?? this.#readFolder(folder);
    this.#seen.set(folder, seen);
    for (const inner of seen.folders) this.#updateFolder(inner, before);
  }

  #keepUnchanged(folder: string, seen: SeenFolder | undefined): SeenFolder | null {
    if (!this.options.isByNames || !seen || seen.changedNs === null) return null;
    return readChangedNs(path.join(this.source, folder)) === seen.changedNs ? seen : null;
  }

  #readFolder(folder: string): SeenFolder {
    const [from, to] = [path.join(this.source, folder), path.join(this.target, folder)];
    const nowNs = BigInt(Date.now()) * 1_000_000n;
    const changedNs = readChangedNs(from);
    const seen: SeenFolder = {
      changedNs: changedNs < nowNs - TICK_NS ? changedNs : null,
      folders: [],
      sizes: new Map(),
    };
    mkdirSync(to, { recursive: true, mode: 0o700 });
    const stale = new Set(readdirSync(to));
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      const relative = path.posix.join(folder, entry.name);
      if (this.options.isLeftOut(relative)) continue;
      if (entry.isFile() && !this.#link(relative, stale.has(entry.name), seen)) continue;
      if (entry.isDirectory()) seen.folders.push(relative);
      if (!entry.isFile() && !entry.isDirectory()) continue;
      stale.delete(entry.name);
    }
    for (const name of stale) rmSync(path.join(to, name), { recursive: true });
    return seen;
  }

  /** @returns whether there is a file of that name still. */
  #link(relative: string, isThere: boolean, seen: SeenFolder): boolean {
    if (isThere && this.options.isGivenOnce?.(relative)) return true;
    const sizeBytes = linkNow(path.join(this.source, relative), path.join(this.target, relative));
    if (sizeBytes === null) return false;
    seen.sizes.set(relative, sizeBytes);
    return true;
  }
}

function readChangedNs(folder: string): bigint {
  return lstatSync(folder, { bigint: true }).mtimeNs;
}

/** @returns its size, or null when the file has gone: nothing refers to what can go while writers stand still. */
function linkNow(from: string, to: string): number | null {
  try {
    const { ino, size } = lstatSync(from);
    const old = lstatSync(to, { throwIfNoEntry: false });
    if (old?.ino !== ino) {
      if (old) rmSync(to, { recursive: true });
      linkSync(from, to);
    }
    return size;
  } catch (error) {
    if (isErrorCode(error, "ENOENT")) return null;
    throw error;
  }
}
