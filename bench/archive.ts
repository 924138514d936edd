import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Row } from "./row";
import { startStorage } from "./storage/server-process";

export interface ArchiveFigures {
  readMbPerSec: number;
  copyMbPerSec: number;
  archiveMbPerSec: number;
  peakMb: number;
}

/** Of this size, in takes of 100 MB. SEGNO_BENCH_ARCHIVE_GB asks for more. */
const GIGABYTES = Number(process.env["SEGNO_BENCH_ARCHIVE_GB"] ?? 2);

/** How fast takes become an archive, from storage to storage, beside how fast storage gives them, and takes them back as they are. */
export async function measureArchive(): Promise<Row[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "segno-bench-archive-"));
  const storage = await startStorage(folder);
  try {
    const child = fork(path.join(import.meta.dirname, "storage/make-archive.ts"), [storage.url, String(GIGABYTES)], {
      execArgv: ["--import", "tsx"],
    });
    const [figures]: ArchiveFigures[] = await once(child, "message");
    if (!figures) throw new Error("The archive was not made.");
    const { readMbPerSec, copyMbPerSec, archiveMbPerSec, peakMb } = figures;
    const name = `exports/archive-${GIGABYTES}-gb`;
    return [
      {
        ...{ name, value: archiveMbPerSec, unit: "MB/s", target: "≥ 0.7 ×" },
        reference: { name: "storage read", value: readMbPerSec },
      },
      {
        ...{ name: `${name}-beside-a-copy`, value: archiveMbPerSec, unit: "MB/s", target: "≥ 0.9 ×" },
        reference: { name: "the same bytes read and written", value: copyMbPerSec },
      },
      { name: `${name}-memory`, value: peakMb, unit: "MB", target: "≤ 200" },
    ];
  } finally {
    await storage.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
