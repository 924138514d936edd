import { mkdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { StandInName } from "@/lib/config/start-config";
import { AppError } from "@/lib/core/errors";
import { syncFolder } from "@/lib/event-log/durable-files";
import { isErrorCode } from "../supervisor/data-folder";
import { forEachAtOnce } from "./at-once";
import { copyFileDurably, digestFile } from "./copy-file";
import { describeThisSegno, type Manifest, UNFINISHED, writeManifest } from "./manifest";

const AT_ONCE = 8;

interface CopyOptions {
  /** How much of each file belongs to the backup; all, when it is not named. */
  sizes?: Map<string, number>;
  /** A file that has gone meanwhile is left out instead of being a failure. */
  mayVanish?: boolean;
}

/** What was copied, of which moment. `heldMs`: how long those who wrote had to wait. */
export interface Copied {
  takenAt: string;
  parts: StandInName[];
  heldMs: number;
}

/** A backup that is being written, under a name that no restore takes, until `finish`. */
export class BackupWriter {
  readonly #files: Manifest["files"] = [];
  readonly #folders = new Set<string>();

  private constructor(
    private readonly target: string,
    private readonly half: string,
  ) {}

  /** @throws AppError when the target holds something or can't be made. */
  static async begin(target: string): Promise<BackupWriter> {
    const half = `${target}${UNFINISHED}`;
    try {
      await mkdir(path.dirname(target), { recursive: true });
      await removeEmpty(target);
      // Left by one that was broken off.
      await rm(half, { recursive: true, force: true });
      await mkdir(half, { mode: 0o700 });
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      const message = `${half} can't be written. Give this user the right to, or name another folder.`;
      throw new AppError("unavailable", "target_not_writable", message, { cause });
    }
    return new BackupWriter(target, half);
  }

  get sizeBytes(): number {
    return this.#files.reduce((sum, file) => sum + file.sizeBytes, 0);
  }

  async addFolders(into: string, folders: string[]): Promise<void> {
    for (const folder of ["", ...folders]) {
      const relative = path.posix.join(into, folder);
      await mkdir(path.join(this.half, relative), { recursive: true, mode: 0o700 });
      this.#folders.add(relative);
    }
  }

  /** Copies files into folders that were added before. @param files paths relative to `from`, and to `into` */
  async addFiles(from: string, into: string, files: string[], options: CopyOptions = {}): Promise<void> {
    await forEachAtOnce(files, AT_ONCE, async (file) => {
      const relative = path.posix.join(into, file);
      const target = path.join(this.half, relative);
      try {
        const digest = await copyFileDurably(path.join(from, file), target, options.sizes?.get(file));
        this.#files.push({ path: relative, ...digest });
      } catch (error) {
        if (!options.mayVanish || !isErrorCode(error, "ENOENT")) throw error;
      }
    });
  }

  async addText(relative: string, text: string): Promise<void> {
    const target = path.join(this.half, relative);
    await writeFile(target, text, { flag: "wx", mode: 0o600, flush: true });
    this.#files.push({ path: relative, ...(await digestFile(target)) });
  }

  /** From here on it is a backup. */
  async finish(takenAt: string, parts: Manifest["parts"]): Promise<Manifest> {
    const files = this.#files.sort((a, b) => (a.path < b.path ? -1 : 1));
    const manifest = { ...(await describeThisSegno()), takenAt, parts, folders: [...this.#folders], files };
    for (const folder of this.#folders) await syncFolder(path.join(this.half, folder));
    await writeManifest(this.half, manifest);
    await syncFolder(this.half);
    await rename(this.half, this.target);
    await syncFolder(path.dirname(this.target));
    return manifest;
  }

  async discard(): Promise<void> {
    await rm(this.half, { recursive: true, force: true });
  }
}

async function removeEmpty(target: string): Promise<void> {
  try {
    await rmdir(target);
  } catch (error) {
    if (isErrorCode(error, "ENOENT")) return;
    if (!isErrorCode(error, "ENOTEMPTY") && !isErrorCode(error, "EEXIST") && !isErrorCode(error, "ENOTDIR"))
      throw error;
    const message = `${target} exists already. Name a folder that is not there yet; a backup never replaces another.`;
    throw new AppError("conflict", "target_exists", message);
  }
}
