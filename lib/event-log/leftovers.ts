import { readdir, stat, unlink } from "node:fs/promises";
import path from "node:path";
import type { LogReport } from "./event";
import { reportManifestDamage } from "./failures";
import { type Manifest, readGeneration } from "./manifest";

/** A rotation or compaction that was cut off leaves files that no manifest names. Their events are all elsewhere. */
export async function removeLeftovers(
  folder: string,
  manifest: Manifest | undefined,
  onReport: (report: LogReport) => void,
): Promise<void> {
  const named = new Set(manifest?.segments.map((segment) => segment.file));
  for (const file of await readdir(folder)) {
    const generation = readGeneration(file);
    if (generation === undefined || named.has(file)) continue;
    const isCompaction = manifest !== undefined && generation !== manifest.generation;
    if (!isCompaction && (await stat(path.join(folder, file))).size > 0) {
      throw reportManifestDamage(`it ${manifest ? "does not name" : "is missing beside"} ${file}, which holds events`);
    }
    await unlink(path.join(folder, file));
    onReport({ kind: "leftover_removed", file });
  }
}
