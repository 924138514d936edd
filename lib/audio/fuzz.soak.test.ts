import { execFile, fork } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAMAGED_NAMES, makeWholeFiles } from "./testdata/damage-kinds";
import type { FuzzReport } from "./testdata/fuzz-child";
import { hasFfmpeg, makeTempFolder, type TempFolder } from "./testdata/synthesis";

const FILES = Number(process.env.FUZZ_FILES ?? 10_000);
const AT_ONCE = 2;
const LONGEST_MS = 30_000;
const MOST_RSS_BYTES = 400 * 2 ** 20;

let folder: TempFolder;
beforeAll(async () => {
  folder = await makeTempFolder();
  if (hasFfmpeg) await makeWholeFiles(folder);
});
afterAll(() => folder.remove());

/** Runs one share of the files in a child; one that says nothing for too long is killed and the next file is gone on with. */
async function runShare(share: number, reports: FuzzReport[]): Promise<void> {
  const entry = join(import.meta.dirname, "testdata/fuzz-child.ts");
  for (let next = share; next < FILES; ) {
    const args = [folder.path, DAMAGED_NAMES.join(","), String(next), String(FILES), String(AT_ONCE)];
    const child = fork(entry, args, { execArgv: ["--import", "tsx"] });
    let isHung = false;
    const stop = (): void => {
      isHung = true;
      child.kill("SIGKILL");
    };
    let watchdog = setTimeout(stop, LONGEST_MS);
    child.on("message", (report: FuzzReport) => {
      clearTimeout(watchdog);
      watchdog = setTimeout(stop, LONGEST_MS);
      reports.push(report);
      next = report.index + AT_ONCE;
    });
    const exitCode = await new Promise((resolve) => child.once("exit", resolve));
    clearTimeout(watchdog);
    if (next >= FILES) return;
    const outcome = isHung ? "FAULT: hung" : `FAULT: the process ended with ${String(exitCode)}`;
    reports.push({ index: next, file: "", engine: "wasm", outcome, elapsedMs: LONGEST_MS, rssBytes: 0 });
    next += AT_ONCE;
  }
}

function countBy(reports: FuzzReport[], nameOf: (report: FuzzReport) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const report of reports) counts[nameOf(report)] = (counts[nameOf(report)] ?? 0) + 1;
  return counts;
}

describe.skipIf(!hasFfmpeg)("B194: damaged files of every format", () => {
  it("end as a typed failure or a sound within 30 s, in bounded memory, and leave no process", {
    timeout: 3_600_000,
  }, async () => {
    const reports: FuzzReport[] = [];
    await Promise.all(Array.from({ length: AT_ONCE }, (_, share) => runShare(share, reports)));
    const slowest = Math.max(...reports.map(({ elapsedMs }) => elapsedMs));
    const mostRss = Math.max(...reports.map(({ rssBytes }) => rssBytes));
    for (const engine of ["ffmpeg", "wasm"]) {
      console.log(
        engine,
        countBy(
          reports.filter((report) => report.engine === engine),
          ({ outcome }) => outcome,
        ),
      );
    }
    console.log(
      `${reports.length} files, slowest ${Math.round(slowest)} ms, most memory ${Math.round(mostRss / 2 ** 20)} MiB`,
    );
    const faults = reports.filter(({ outcome }) => outcome.startsWith("FAULT"));
    expect(faults).toEqual([]);
    expect(reports.length).toBe(FILES);
    expect(new Set(reports.map(({ index }) => index)).size).toBe(FILES);
    expect(slowest).toBeLessThan(LONGEST_MS);
    expect(mostRss).toBeLessThan(MOST_RSS_BYTES);
    const { stdout } = await promisify(execFile)("ps", ["-eo", "args"]);
    expect(stdout).not.toContain(folder.path);
  });
});
