import { access } from "node:fs/promises";
import path from "node:path";
import type { StandInName } from "@/lib/config/start-config";
import type { BackupWriter, Copied } from "./backup-writer";
import { listTree } from "./list-tree";
import { isOfProcess, isPassing } from "./part-files";

const PARTS: { part: StandInName; inner: string; isLeftOut: (relative: string) => boolean }[] = [
  { part: "postgres", inner: "cluster", isLeftOut: isOfProcess },
  { part: "s3", inner: "", isLeftOut: isPassing },
  { part: "inngest", inner: "", isLeftOut: isPassing },
  { part: "mail", inner: "", isLeftOut: isPassing },
];

/** Copies a folder that nobody writes to, crashed or not: what a start would repair, it repairs after a restore. */
export async function copyAtRest(dataDir: string, writer: BackupWriter): Promise<Copied> {
  const takenAt = new Date().toISOString();
  const parts: StandInName[] = [];
  for (const { part, inner, isLeftOut } of PARTS) {
    const from = path.join(dataDir, part, inner);
    if (!(await isThere(from))) continue;
    const into = path.posix.join(part, inner);
    const tree = await listTree(from, isLeftOut);
    await writer.addFolders(into, tree.folders);
    await writer.addFiles(from, into, tree.files);
    parts.push(part);
  }
  return { takenAt, parts, heldMs: 0 };
}

async function isThere(folder: string): Promise<boolean> {
  return access(folder).then(
    () => true,
    () => false,
  );
}
