import { execFile, fork } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FuzzReport } from "./testdata/fuzz-child";
import { encodeWav, hasFfmpeg, makeTempFolder, songLike, type TempFolder } from "./testdata/synthesis";

const FILES = Number(process.env.FUZZ_FILES ?? 10_000);
const AT_ONCE = 2;
const LONGEST_MS = 30_000;
const MOST_RSS_BYTES = 400 * 2 ** 20;
const RATE_HZ = 16_000;

const KINDS: [name: string, args: string[]][] = [
  ["16.wav", []],
  ["float.wav", ["-c:a", "pcm_f32le"]],
  ["rf64.wav", ["-rf64", "always"]],
  ["adpcm.wav", ["-c:a", "adpcm_ima_wav"]],
  ["24.aiff", ["-c:a", "pcm_s24be"]],
  ["sowt.aifc", ["-c:a", "pcm_s16le"]],
  ["pcm.caf", []],
  ["alac.caf", ["-c:a", "alac"]],
  ["16.flac", []],
  ["flac.ogg", ["-c:a", "flac"]],
  ["cbr.mp3", ["-b:a", "96k"]],
  ["vbr.mp3", ["-q:a", "4", "-metadata", "title=Night Drive"]],
  ["aac.m4a", ["-c:a", "aac"]],
  ["fast.m4a", ["-c:a", "aac", "-movflags", "+faststart"]],
  ["alac.m4a", ["-c:a", "alac"]],
  ["vorbis.ogg", ["-c:a", "libvorbis"]],
  ["16.opus", ["-c:a", "libopus"]],
];

let folder: TempFolder;
beforeAll(async () => {
  folder = await makeTempFolder();
  const wav = await folder.write("source", encodeWav(songLike(RATE_HZ * 0.6, RATE_HZ), RATE_HZ));
  for (const [name, args] of KINDS) await folder.convert(wav, name, ...args);
});
afterAll(() => folder.remove());

/** Runs one share of the files in a child; one that says nothing for too long is killed and the next file is gone on with. */
async function runShare(share: number, reports: FuzzReport[]): Promise<void> {
  const entry = join(import.meta.dirname, "testdata/fuzz-child.ts");
  const names = KINDS.map(([name]) => name).join(",");
  for (let next = share; next < FILES; ) {
    const args = [folder.path, names, String(next), String(FILES), String(AT_ONCE)];
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
