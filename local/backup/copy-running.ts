import path from "node:path";
import type { StandInName } from "@/lib/config/start-config";
import { type BackupLine, openBackup } from "../supervisor/control-client";
import { locateHeld } from "../supervisor/control-messages";
import type { BackupWriter, Copied } from "./backup-writer";
import { BaseBackup } from "./base-backup";
import { LinkMirror } from "./link-mirror";
import { listTree } from "./list-tree";
import { isBytes, isJournal, isMadeAnew, isPassing } from "./part-files";

type FilePart = Exclude<StandInName, "postgres">;
type Sizes = Map<FilePart, Map<string, number>>;

const CLUSTER = "postgres/cluster";

/**
 * Copies while everything runs. The database's files are copied first, with its log to make them whole. Then storage, queue
 * and mail stand still for a moment: their files, which are never changed but only added to or replaced, are linked,
 * and the database's log is cut. That is the moment of the backup; bytes are copied from the links after it.
 */
export async function copyRunning(dataDir: string, writer: BackupWriter): Promise<Copied> {
  const line = await openBackup(dataDir);
  try {
    const { databaseUrl, standIns } = line.opened;
    const parts = standIns.filter((part) => part !== "postgres");
    const cluster = path.join(dataDir, CLUSTER);
    const database = standIns.includes("postgres") ? await BaseBackup.begin(databaseUrl, cluster) : null;
    try {
      if (database) await copyCluster(cluster, writer);
      const moment = await captureMoment(dataDir, line, parts, database);
      if (database && moment.database) await copyWal(cluster, writer, moment.database);
      for (const part of parts)
        await copyHeld(dataDir, writer, part, moment.sizes.get(part) ?? new Map<string, number>());
      return { takenAt: moment.takenAt, parts: standIns, heldMs: moment.heldMs };
    } finally {
      await database?.close();
    }
  } finally {
    line.hangUp();
  }
}

async function copyCluster(cluster: string, writer: BackupWriter): Promise<void> {
  const tree = await listTree(cluster, isMadeAnew);
  await writer.addFolders(CLUSTER, tree.folders);
  // A table that is dropped meanwhile takes its files along, and the log tells so.
  await writer.addFiles(cluster, CLUSTER, tree.files, { mayVanish: true });
}

async function copyWal(
  cluster: string,
  writer: BackupWriter,
  { label, walFiles }: Awaited<ReturnType<BaseBackup["stop"]>>,
): Promise<void> {
  await writer.addFiles(path.join(cluster, "pg_wal"), `${CLUSTER}/pg_wal`, walFiles);
  await writer.addText(`${CLUSTER}/backup_label`, label);
}

async function captureMoment(dataDir: string, line: BackupLine, parts: FilePart[], database: BaseBackup | null) {
  const mirrors = parts.map((part) => ({ part, mirror: createMirror(dataDir, part) }));
  const linkAll = () => {
    for (const { mirror } of mirrors) mirror.update();
  };
  // Most is linked, and then looked for once more, before anybody has to wait.
  linkAll();
  linkAll();
  const startedMs = performance.now();
  await line.hold();
  const stopping = database?.stop() ?? null;
  const takenAt = new Date().toISOString();
  linkAll();
  const stopped = await stopping;
  await line.release();
  const heldMs = performance.now() - startedMs;
  const sizes: Sizes = new Map(mirrors.map(({ part, mirror }) => [part, mirror.readSizes()]));
  return { takenAt, sizes, database: stopped, heldMs };
}

function createMirror(dataDir: string, part: FilePart): LinkMirror {
  const isLeftOut = (relative: string) => isPassing(relative) || isJournal(relative);
  // The storage renames records into their place and gives bytes names of their own; the other two add to files as they lie.
  const how = part === "s3" ? { isByNames: true, isGivenOnce: isBytes } : { isByNames: false };
  return new LinkMirror(path.join(dataDir, part), locateHeld(dataDir, part), { isLeftOut, ...how });
}

async function copyHeld(
  dataDir: string,
  writer: BackupWriter,
  part: FilePart,
  sizes: Map<string, number>,
): Promise<void> {
  const held = locateHeld(dataDir, part);
  const tree = await listTree(held, () => false);
  await writer.addFolders(part, tree.folders);
  await writer.addFiles(held, part, tree.files, { sizes });
}
