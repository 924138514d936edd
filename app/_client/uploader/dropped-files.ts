import type { FoundFile } from "./take-files";

/** Nobody means to drop a disk: beyond this, the rest of what was dropped is not looked at. */
const MOST_LOOKED_AT = 5_000;

/**
 * Every file of what was dropped, those of folders and of folders within them included. Call it while the drop is being
 * handled: afterwards the browser takes what was dropped away.
 */
export function readDropped(transfer: DataTransfer): Promise<FoundFile[]> {
  const items = [...transfer.items].filter((item) => item.kind === "file");
  const roots = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  return walk(roots);
}

async function walk(roots: { entry: FileSystemEntry | null; file: File | null }[]): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  const visit = async (entry: FileSystemEntry): Promise<void> => {
    if (found.length >= MOST_LOOKED_AT) return;
    const path = entry.fullPath.replace(/^\//, "");
    if (entry.isFile) found.push({ file: await readFile(entry as FileSystemFileEntry), path });
    else for (const child of await readFolder(entry as FileSystemDirectoryEntry)) await visit(child);
  };
  for (const { entry, file } of roots) {
    if (entry) await visit(entry);
    else if (file) found.push({ file, path: file.name });
  }
  return found;
}

function readFile(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A folder is told in handfuls, until one is empty. */
async function readFolder(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0 || all.length >= MOST_LOOKED_AT) return all;
    all.push(...some);
  }
}
