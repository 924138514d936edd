import { readdir } from "node:fs/promises";
import path from "node:path";
import { isErrorCode } from "../supervisor/data-folder";

/** Files and folders below a root, as paths with forward slashes relative to it, each folder before what it holds. */
export interface Tree {
  files: string[];
  folders: string[];
}

/**
 * Walks a tree that may change meanwhile: what vanishes is left out. Symbolic links are not followed.
 * @param isLeftOut asked of each file and folder; what a folder that is left out holds is not looked at.
 */
export async function listTree(root: string, isLeftOut: (relative: string) => boolean): Promise<Tree> {
  const tree: Tree = { files: [], folders: [] };
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await readEntries(path.join(root, folder))) {
      const relative = path.posix.join(folder, entry.name);
      if (isLeftOut(relative)) continue;
      if (entry.isFile()) tree.files.push(relative);
      if (!entry.isDirectory()) continue;
      tree.folders.push(relative);
      await walk(relative);
    }
  };
  await walk("");
  return tree;
}

async function readEntries(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isErrorCode(error, "ENOENT")) return [];
    throw error;
  }
}
