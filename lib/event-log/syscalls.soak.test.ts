import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openEventLog } from "./log";
import { readEvents } from "./testing/read-events";
import { findObstacle } from "./testing/system-tools";
import { killWriter, startWriter, type WriterProcess } from "./testing/writer-process";

const SUITE = "the event log under strace";
const canRun = !findObstacle(SUITE, { tools: ["strace"], needsRoot: false });
const SEGMENT = "segment-000001-000001.ndjson";

let root: string;
let folder: string;
let writer: WriterProcess | undefined;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "event-log-syscalls-"));
  folder = path.join(root, "log");
});
afterEach(async () => {
  if (writer) await killWriter(writer);
  writer = undefined;
  await rm(root, { recursive: true, force: true });
});

/** Appends until one fails, then once more, and prints what became of each. A failure does not end it. */
const APPEND = `
  const log = await openEventLog(folder, { maxSegmentBytes: Number(process.env.MAX ?? 64_000_000) });
  const append = (id) => log.append([{ id, type: "noted", data: "x".repeat(50) }], { durability: process.env.DURABILITY ?? "fsync" })
    .then(({ durability }) => durability, (error) => error.reason);
  let n = 0;
  let answer = "";
  do {
    n += 1;
    answer = await append("e" + n);
    console.log("e" + n + " " + answer);
  } while (!answer.startsWith("log_") && n < 60);
  console.log("next " + (await append("next")));
  const { events, bytes, indexedBytes, isReadOnly } = await log.stats();
  console.log("stats " + events + " " + (bytes === indexedBytes) + " " + isReadOnly);
  console.log("read " + (await log.read("e1"))?.seq);
  await log.close().catch((error) => console.log("close " + error.reason));`;

interface Outcome {
  acknowledged: string[];
  failed: string | undefined;
  said: Map<string, string>;
}

/**
 * The load under strace. One thread for files, as strace counts calls for each thread by itself.
 * @param file whose calls alone are counted and changed.
 */
async function runUnder(inject: string | string[], file: string, env: Record<string, string> = {}): Promise<Outcome> {
  const target = path.join(folder, file);
  const injections = [inject].flat();
  const calls = injections.map((injection) => injection.split(":")[0]).join(",");
  // strace finds a file by its name when it starts, so the folder has to be there; opening it makes the rest.
  await (await openEventLog(folder)).close();
  const shell = `exec strace -f -qq -o /dev/null -P ${target} -e trace=${calls} ${injections.map((injection) => `-e inject=${injection}`).join(" ")}`;
  writer = await startWriter({ root, folder, body: APPEND, shell, env: { UV_THREADPOOL_SIZE: "1", ...env } });
  const outcome: Outcome = { acknowledged: [], failed: undefined, said: new Map() };
  for (let line = await writer.nextLine(); line !== ""; line = await writer.nextLine()) {
    const [name = "", ...rest] = line.split(" ");
    const answer = rest.join(" ");
    if (!/^e\d+$/.test(name)) outcome.said.set(name, answer);
    else if (answer === "fsync" || answer === "os") outcome.acknowledged.push(name);
    else outcome.failed = answer;
  }
  return outcome;
}

async function recover(): Promise<string[]> {
  const log = await openEventLog(folder);
  const ids = (await readEvents(log.scan())).map(({ id }) => id);
  await log.append([{ id: "after", type: "noted", data: null }]);
  await log.close();
  return ids;
}

describe.skipIf(!canRun)("calls of the system that fail", () => {
  it.each([
    ["a sync of the segment", "fdatasync:error=EIO:when=5", SEGMENT],
    ["a synced write to the tail journal", "pwrite64:error=EIO:when=9", "tail.journal"],
  ])("B88: after %s failed, the log takes nothing more until it is opened again", async (_name, inject, file) => {
    const { acknowledged, failed, said } = await runUnder(inject, file);
    expect(acknowledged.length).toBeGreaterThanOrEqual(3);
    expect([failed, said.get("next")]).toEqual(["log_read_only", "log_read_only"]);
    expect(said.get("stats")).toBe(`${acknowledged.length} true true`);
    expect(said.get("read")).toBe("1");
    expect(await recover()).toEqual(acknowledged);
  });

  it.each(["ENOSPC", "EIO", "EDQUOT"])(
    "B89: a write that fails with %s is taken back whole, and the next one works",
    async (code) => {
      const { acknowledged, failed, said } = await runUnder(`pwrite64:error=${code}:when=30`, SEGMENT);
      // Calls count by thread: one that was handed to another thread shifts the failure.
      expect(acknowledged.length).toBeGreaterThanOrEqual(29);
      expect([failed, said.get("next")]).toEqual(["log_write_failed", "fsync"]);
      expect(said.get("stats")).toBe(`${acknowledged.length + 1} true false`);
      expect(await recover()).toEqual([...acknowledged, "next"]);
    },
  );

  it("B89: a write that takes nothing is a failure, not an endless loop", async () => {
    const { acknowledged, failed, said } = await runUnder("pwrite64:retval=0:when=30", SEGMENT);
    expect([failed, said.get("next")]).toEqual(["log_write_failed", "fsync"]);
    expect(await recover()).toEqual([...acknowledged, "next"]);
  });

  it("B89: when not even the way back works, the log takes nothing more", async () => {
    const { acknowledged, failed, said } = await runUnder(
      ["pwrite64:error=EIO:when=30", "ftruncate:error=EIO"],
      SEGMENT,
    );
    expect([failed, said.get("next")]).toEqual(["log_read_only", "log_read_only"]);
    expect(said.get("stats")).toBe(`${acknowledged.length} true true`);
    expect(await recover()).toEqual(acknowledged);
  });

  it("B83: a write that lied is found at the next start, with its line", async () => {
    // The kernel is said to have taken three bytes that it never saw; the rest is written behind them.
    const { acknowledged, said } = await runUnder("pwrite64:retval=3:when=30", SEGMENT);
    expect(said.get("next")).toBe("fsync");
    expect(acknowledged).toHaveLength(60);
    const bytes = await readFile(path.join(folder, SEGMENT));
    const lineStart = bytes.indexOf(0);
    const line = bytes.subarray(0, lineStart).filter((byte) => byte === 10).length + 1;
    expect(line).toBeGreaterThanOrEqual(30);
    await expect(openEventLog(folder)).rejects.toMatchObject({
      reason: "log_damaged",
      fields: [
        { field: "segment", message: SEGMENT },
        { field: "line", message: String(line) },
        { field: "byteOffset", message: String(lineStart) },
      ],
    });
  });

  it.each([
    ["fdatasync", [1, 2, 3, 7, 12]],
    ["pwrite64", [1, 2, 3, 9, 25]],
  ])("B88: killed within %s, it keeps what it acknowledged", async (call, moments) => {
    for (const when of moments) {
      const { acknowledged, said } = await runUnder(`${call}:signal=KILL:when=${when}`, SEGMENT);
      expect(said.size).toBe(0);
      const ids = await recover();
      expect(ids.slice(0, acknowledged.length)).toEqual(acknowledged);
      expect(ids.length - acknowledged.length).toBeLessThanOrEqual(1);
      await rm(folder, { recursive: true });
    }
  });

  it("B88: after a change of segments that may or may not last, the log takes nothing more; either is a clean start", async () => {
    const { acknowledged, failed, said } = await runUnder("rename:error=EIO:when=3", "manifest.draft", { MAX: "2000" });
    expect([failed, said.get("next")]).toEqual(["log_read_only", "log_read_only"]);
    expect(await recover()).toEqual(acknowledged);
  });
});
