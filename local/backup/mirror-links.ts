import { linkSync, lstatSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { isErrorCode } from "../supervisor/data-folder";

/**
 * Makes `target` hold links to the very files that `source` holds now, whatever it held before: the second time only what
 * changed costs anything. Synchronous, since others wait for it.
 * @returns the size of each file now, by its path relative to `source`.
 */
export function mirrorLinks(
  source: string,
  target: string,
  isLeftOut: (relative: string) => boolean,
): Map<string, number> {
  const sizes = new Map<string, number>();
  const mirror = (folder: string): void => {
    const [from, to] = [path.join(source, folder), path.join(target, folder)];
    mkdirSync(to, { recursive: true, mode: 0o700 });
    const stale = new Set(readdirSync(to));
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      const relative = path.posix.join(folder, entry.name);
      if (isLeftOut(relative)) continue;
      if (entry.isDirectory()) mirror(relative);
      else if (!entry.isFile() || !linkNow(path.join(from, entry.name), path.join(to, entry.name), relative, sizes))
        continue;
      stale.delete(entry.name);
    }
    for (const name of stale) rmSync(path.join(to, name), { recursive: true });
  };
  mirror("");
  return sizes;
}

/** @returns false when the file has gone: nothing refers to what can go while writers stand still. */
function linkNow(from: string, to: string, relative: string, sizes: Map<string, number>): boolean {
  try {
    const { ino, size } = lstatSync(from);
    const old = lstatSync(to, { throwIfNoEntry: false });
    if (old?.ino !== ino) {
      if (old) rmSync(to, { recursive: true });
      linkSync(from, to);
    }
    sizes.set(relative, size);
    return true;
  } catch (error) {
    if (isErrorCode(error, "ENOENT")) return false;
    throw error;
  }
}
