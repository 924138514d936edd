import { access } from "node:fs/promises";
import path from "node:path";
import type { StandInName } from "@/lib/config/start-config";
import { AppError } from "@/lib/core/errors";
import { stopLeftover } from "../postgres/leftover";
import { readOptional, refuseUnfinished } from "../supervisor/data-folder";
import { lockDataFolder } from "../supervisor/data-lock";
import { BackupWriter } from "./backup-writer";
import { copyAtRest } from "./copy-at-rest";
import { copyRunning } from "./copy-running";
import type { Manifest } from "./manifest";

export interface BackupJob {
  /** Absolute. */
  dataDir: string;
  /** Absolute: becomes the backup. */
  target: string;
  print: (line: string) => void;
}

/**
 * Copies the data folder as it was at one moment, whether Segno runs on it or not.
 * @throws AppError with one sentence; nothing that looks like a backup is left then.
 */
export async function takeBackup(job: BackupJob): Promise<{ manifest: Manifest; sizeBytes: number; heldMs: number }> {
  const { dataDir, target } = job;
  if ((await readOptional(path.join(dataDir, "secrets.json"))) === null) {
    const message = `${dataDir} holds nothing of Segno. Set SEGNO_DATA_DIR to its data folder.`;
    throw new AppError("not_found", "no_data_folder", message);
  }
  if (isWithin(target, dataDir) || isWithin(dataDir, target)) {
    const message = `The backup must lie outside of the data folder ${dataDir}. Name another folder.`;
    throw new AppError("invalid_input", "target_in_data_folder", message);
  }
  await refuseUnfinished(dataDir);
  const unlock = await tryLock(dataDir);
  try {
    const writer = await BackupWriter.begin(target);
    try {
      if (unlock) await stopLeftover(path.join(dataDir, "postgres", "cluster"), job.print);
      const copied = await (unlock ? copyAtRest(dataDir, writer) : copyRunning(dataDir, writer));
      await writer.addFolders("", []);
      await writer.addFiles(dataDir, "", ["secrets.json", "version.json"]);
      const manifest = await writer.finish(copied.takenAt, copied.parts);
      return { manifest, sizeBytes: writer.sizeBytes, heldMs: copied.heldMs };
    } catch (error) {
      await writer.discard();
      throw error;
    }
  } finally {
    await unlock?.();
  }
}

/** Null when a Segno runs on the folder. */
async function tryLock(dataDir: string): Promise<(() => Promise<void>) | null> {
  await access(dataDir);
  try {
    return await lockDataFolder(dataDir);
  } catch (error) {
    if (error instanceof AppError && error.reason === "data_folder_in_use") return null;
    throw error;
  }
}

function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(outer + path.sep);
}

const ELSEWHERE: Record<StandInName, string> = {
  postgres: "the database (DATABASE_URL)",
  s3: "the objects (S3_…)",
  inngest: "the queue (INNGEST_…)",
  mail: "sent mails (RESEND_…)",
};

/** In plain words what a backup, or a folder restored from one, does not hold. */
export function describeLeftOut(parts: StandInName[]): string[] {
  const missing = (["postgres", "s3", "inngest", "mail"] as const).filter((part) => !parts.includes(part));
  const elsewhere = missing.map(
    (part) => `Not in it: ${ELSEWHERE[part]}, which lies elsewhere or was never started here.`,
  );
  return [...elsewhere, "Not in it: .env and other settings of yours. Keep a copy of them beside it."];
}
