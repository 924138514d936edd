import { existsSync } from "node:fs";
import { appendFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type LogReport, openEventLog, type StoredEvent } from "./log";
import { readDamagePlace } from "./testing/damage";

let root: string;
let pristine: string;
let folder: string;
let bytes: Buffer;
const SEGMENT = "segment-000001-000001.ndjson";
const DATA = ["plain", "é🎉 日本", "line\nbreak\u2028\ud800", "last"];

/** What is judged here is the parser: in memory where the system offers it. */
const MEMORY = "/dev/shm";

beforeAll(async () => {
  root = await mkdtemp(path.join(existsSync(MEMORY) ? MEMORY : tmpdir(), "event-log-damage-"));
  pristine = path.join(root, "pristine");
  const log = await openEventLog(pristine);
  for (const [n, data] of DATA.entries()) await log.append([{ id: `e${n}`, type: "noted", data }]);
  await log.close();
  bytes = await readFile(path.join(pristine, SEGMENT));
});
afterAll(() => rm(root, { recursive: true, force: true }));
beforeEach(async () => {
  folder = await mkdtemp(path.join(root, "case-"));
  await cp(pristine, folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = () => path.join(folder, SEGMENT);

async function readAll(reports: LogReport[] = []): Promise<StoredEvent[]> {
  const log = await openEventLog(folder, { onReport: (report) => reports.push(report) });
  try {
    const events: StoredEvent[] = [];
    for await (const event of log.scan()) events.push(event);
    expect((await log.stats()).bytes).toBe((await readFile(file())).length);
    return events;
  } finally {
    await log.close();
  }
}

async function refuse(): Promise<Record<string, string>> {
  return readDamagePlace(await readAll().catch((caught: unknown) => caught));
}

describe("a log that was cut off", () => {
  it("B82: the torn bytes are set aside and reported with their place", async () => {
    await appendFile(file(), '{"seq":5,"crc":"00');
    const reports: LogReport[] = [];
    expect(await readAll(reports)).toHaveLength(4);
    const report = reports.find((found) => found.kind === "torn_tail_dropped");
    expect(report).toMatchObject({ segment: SEGMENT, byteOffset: bytes.length, bytesDropped: 18 });
    const saved = (await readdir(folder)).find((name) => name.startsWith("torn-")) ?? "";
    expect(await readFile(path.join(folder, saved), "utf8")).toBe('{"seq":5,"crc":"00');
    expect(reports.some(({ kind }) => kind === "recovered")).toBe(true);
  });

  it("a tail of zeros without a newline is torn, however long", async () => {
    await appendFile(file(), Buffer.alloc(5000));
    expect(await readAll()).toHaveLength(4);
    expect(await readAll()).toHaveLength(4);
  });
});

describe("a log that was changed", () => {
  it.each([
    ["a missing line", (lines: string[]) => lines.toSpliced(2, 1), 3],
    ["a doubled last line", (lines: string[]) => [...lines, lines.at(-1) ?? ""], 5],
    ["exchanged lines", (lines: string[]) => [lines[1] ?? "", lines[0] ?? "", ...lines.slice(2)], 1],
    ["an empty line", (lines: string[]) => lines.toSpliced(3, 0, "\n"), 4],
    ["two events on one line", (lines: string[]) => lines.map((line, n) => (n === 1 ? line.trimEnd() : line)), 2],
    ["CRLF", (lines: string[]) => lines.map((line) => line.replace("\n", "\r\n")), 1],
    ["a byte order mark", (lines: string[]) => ["\ufeff", ...lines], 1],
    ["B84: a malformed last line with its newline", (lines: string[]) => [...lines, '{"seq":5}\n'], 5],
  ])("B83: %s refuses to start", async (_name, change, line) => {
    const lines = bytes.toString("utf8").split(/(?<=\n)/);
    await writeFile(file(), change(lines).join(""));
    expect((await refuse()).line).toBe(String(line));
  });

  it("a changed, missing or foreign manifest refuses to start", async () => {
    const manifest = path.join(folder, "manifest.json");
    const original = await readFile(manifest);
    for (let at = 0; at < original.length; at += 1) {
      const changed = Buffer.from(original);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      await writeFile(manifest, changed);
      await refuse();
    }
    await rm(manifest);
    await refuse();
    await writeFile(manifest, original);
    await rm(file());
    expect(await refuse()).toMatchObject({ segment: SEGMENT });
  });

  it("bytes that change while the log is open are not served", async () => {
    const log = await openEventLog(folder);
    await writeFile(file(), Buffer.from(bytes).fill("x", 60, 61), { flag: "r+" });
    await expect(log.read("e0")).rejects.toMatchObject({ reason: "log_damaged" });
    expect((await log.read("e1"))?.data).toBe(DATA[1]);
    await log.close();
  });
});
