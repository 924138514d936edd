import { execFile, fork } from "node:child_process";
import { open, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MeasureReport } from "./testdata/measure-child";
import { encodeWav, hasFfmpeg, makeTempFolder, songLike, type TempFolder } from "./testdata/synthesis";
import { WORKER_NODE_ARGUMENTS } from "./worker/worker-process";

const MIB = 2 ** 20;
const MOST_RSS_BYTES = 150 * MIB;
const HOUR_SEC = 3600;
const timeout = 40 * 60_000;
let folder: TempFolder;
beforeAll(async () => {
  folder = await makeTempFolder();
});
afterAll(() => folder.remove());

/** Measures a file in a process of its own, so that its memory is its alone. */
async function measure(path: string, engine: "ffmpeg" | "wasm"): Promise<MeasureReport> {
  const child = fork(join(import.meta.dirname, "testdata/measure-child.ts"), [path, engine], {
    execArgv: WORKER_NODE_ARGUMENTS,
  });
  const report = await new Promise<MeasureReport>((resolve, reject) => {
    child.once("message", (message) => resolve(message as MeasureReport));
    child.once("exit", (code) => reject(new Error(`the process ended with ${String(code)}`)));
  });
  const { outcome, mostRssBytes, elapsedSec } = report;
  console.log(`${engine}: ${outcome}, at most ${Math.round(mostRssBytes / MIB)} MiB, ${Math.round(elapsedSec)} s`);
  return report;
}

/** The bytes of a WAV header for that much sound, with the sizes set. */
function headerFor(dataBytes: number, template: Uint8Array): Buffer {
  const header = Buffer.from(template.subarray(0, 44));
  header.writeUInt32LE(dataBytes + 36, 4);
  header.writeUInt32LE(dataBytes, 40);
  return header;
}

describe("B199: memory is bounded, however long a sound is", () => {
  it("three hours of WAV, 1.9 GB, are measured within 150 MiB", { timeout }, async () => {
    const path = join(folder.path, "long.wav");
    const minute = Buffer.from(encodeWav(songLike(44_100 * 60, 44_100), 44_100));
    const file = await open(path, "w");
    await file.write(headerFor((minute.length - 44) * 180, minute), 0, 44, 0);
    for (let at = 0; at < 180; at++) {
      await file.write(minute, 44, minute.length - 44, 44 + at * (minute.length - 44));
    }
    await file.close();
    expect((await stat(path)).size).toBeGreaterThan(1.9e9);
    for (const engine of hasFfmpeg ? (["ffmpeg", "wasm"] as const) : (["wasm"] as const)) {
      const { outcome, mostRssBytes } = await measure(path, engine);
      expect(outcome).toBe(44_100 * 3 * HOUR_SEC);
      expect(mostRssBytes).toBeLessThanOrEqual(MOST_RSS_BYTES);
    }
    await rm(path);
  });

  it.skipIf(!hasFfmpeg).each([
    ["flac", 23, 48_000, ["ffmpeg", "wasm"]],
    ["opus", 2, 48_000, ["ffmpeg", "wasm"]],
  ] as const)(
    "silence in a small %s of %d hours is measured within it, too",
    { timeout },
    async (name, hours, rateHz, by) => {
      const path = join(folder.path, `silence.${name}`);
      const silence = ["-f", "lavfi", "-i", `anullsrc=r=${rateHz}:cl=mono`, "-t", String(hours * HOUR_SEC)];
      await promisify(execFile)("ffmpeg", ["-nostdin", "-v", "error", ...silence, "-b:a", "6k", path]);
      expect((await stat(path)).size).toBeLessThan(80 * MIB);
      for (const engine of by) {
        const { outcome, mostRssBytes } = await measure(path, engine);
        expect(outcome).toBe(rateHz * hours * HOUR_SEC);
        expect(mostRssBytes).toBeLessThanOrEqual(MOST_RSS_BYTES);
      }
    },
  );

  it("what is longer than a day is refused when the day is full", { timeout }, async () => {
    const path = join(folder.path, "day.wav");
    const dataBytes = 1000 * 2 * 25 * HOUR_SEC;
    const file = await open(path, "w");
    await file.write(headerFor(dataBytes, encodeWav([new Float32Array(1)], 1000)), 0, 44, 0);
    await file.truncate(44 + dataBytes);
    await file.close();
    const { outcome, mostRssBytes } = await measure(path, "wasm");
    expect(outcome).toBe("too_long");
    expect(mostRssBytes).toBeLessThanOrEqual(MOST_RSS_BYTES);
  });
});
