import { renameSync, rmSync } from "node:fs";
import fs, { appendFile, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findLine, measureFrom } from "./line-boundary";
import { lockFolder } from "./lock";
import { openEventLog } from "./log";
import { draftManifest, MANIFEST_FILE, nameSegment, readManifest } from "./manifest";
import { type RepairTarget, repairLog } from "./repair";
import { type CraftedSegment, craftLog } from "./testing/craft-log";
import { recoverIds } from "./testing/damage";
import { getFileMethods, makeFailure } from "./testing/log-writer";
import { listOpenFiles } from "./testing/open-files";

let folder: string;
let segments: CraftedSegment[];
const clock = { now: () => new Date("2026-01-02T03:04:05.000Z") };
const FIRST = nameSegment(1, 1);
const SECOND = nameSegment(1, 2);
const name = (...seqs: number[]) => seqs.map((seq) => ({ seq, id: `e${seq}` }));

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "event-log-repair-"));
  segments = await craftLog(folder, [name(1, 2, 3), name(7, 8), name(9, 20)]);
});
afterEach(async () => {
  vi.restoreAllMocks();
  expect(listOpenFiles(folder)).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});

const offsetOf = (segment: number, line: number) => segments[segment]?.offsets[line] ?? Number.NaN;
const sizeOf = (segment: number) => segments[segment]?.bytes.length ?? Number.NaN;

async function spoil(segment: number, at: number, text: string): Promise<void> {
  const { file = "", bytes = Buffer.alloc(0) } = segments[segment] ?? {};
  const changed = Buffer.from(bytes);
  changed.write(text, at);
  await writeFile(path.join(folder, file), changed);
}

/** The number that the next event gets. */
async function appendNext(): Promise<number | undefined> {
  const log = await openEventLog(folder);
  const { events } = await log.append([{ id: "next", type: "noted", data: null }]);
  await log.close();
  return events[0]?.seq;
}

describe("where a log can be cut", () => {
  const entry = async (n: number) => (await readManifest(folder))?.segments[n] ?? { file: "", startCrc: 0 };

  it("is where a line begins whose lines before are sound, or where the last one ends", async () => {
    const first = await entry(0);
    const find = (wanted: number) => findLine(folder, first, wanted);
    for (const [line, lastSeq] of [0, 1, 2, 3].entries()) {
      const offset = line === 3 ? sizeOf(0) : offsetOf(0, line);
      expect(await find(offset)).toEqual({ isSound: true, offset, lastSeq });
    }
    expect(await find(offsetOf(0, 1) + 1)).toEqual({ isSound: false, offset: offsetOf(0, 2), lastSeq: 2 });
    expect(await find(sizeOf(0) + 1)).toEqual({ isSound: false, offset: sizeOf(0), lastSeq: 3 });
    await spoil(0, offsetOf(0, 1) + 50, "X");
    expect(await find(offsetOf(0, 1))).toMatchObject({ isSound: true });
    for (const wanted of [offsetOf(0, 2), sizeOf(0)]) {
      expect(await find(wanted)).toEqual({ isSound: false, offset: offsetOf(0, 1), lastSeq: 1 });
    }
    expect(await findLine(folder, await entry(1), sizeOf(1))).toMatchObject({ isSound: true, lastSeq: 8 });
  });

  it("loses what is counted: bytes, line ends, and the highest number that is known", async () => {
    const all = (await readManifest(folder))?.segments ?? [];
    const measure = (from: number, count = 3) => measureFrom(folder, all.slice(0, count), from);
    const bytes = sizeOf(0) + sizeOf(1) + sizeOf(2);
    expect(await measure(0)).toEqual({ bytes, lines: 7, linesInLast: 2, lastSeq: 20 });
    expect(await measure(offsetOf(0, 2))).toEqual({
      bytes: bytes - offsetOf(0, 2),
      lines: 5,
      linesInLast: 2,
      lastSeq: 20,
    });
    expect(await measure(sizeOf(0), 1)).toEqual({ bytes: 0, lines: 0, linesInLast: 0, lastSeq: 0 });
    expect(await measure(offsetOf(0, 1), 1)).toMatchObject({ lines: 2, lastSeq: 3 });
    // A damaged line has no number to trust, the one behind it has.
    await spoil(0, offsetOf(0, 1) + 50, "X");
    expect(await measure(offsetOf(0, 1), 1)).toMatchObject({ lines: 2, lastSeq: 3 });
    await spoil(0, offsetOf(0, 2) + 50, "X");
    expect(await measure(offsetOf(0, 1), 1)).toMatchObject({ lines: 2, lastSeq: 2 });
    await appendFile(path.join(folder, nameSegment(1, 3)), "torn");
    expect(await measure(0)).toMatchObject({ bytes: bytes + 4, lines: 7 });
    await rm(path.join(folder, SECOND));
    expect(await measure(0)).toMatchObject({ bytes: bytes + 4 - sizeOf(1), lines: 5, lastSeq: 20 });
    await symlink(SECOND, path.join(folder, SECOND));
    await expect(measure(0)).rejects.toMatchObject({ code: "ELOOP" });
  });
});

describe("a cut", () => {
  it("B161: keeps numbers from being given twice that only a dropped line tells", async () => {
    const manifest = await readFile(path.join(folder, MANIFEST_FILE));
    const result = await repairLog(folder, { segment: FIRST, toOffset: offsetOf(0, 1) }, clock);
    expect(result).toMatchObject({ segment: FIRST, linesDropped: 6 });
    expect((await stat(result.copiedTo)).mode & 0o777).toBe(0o700);
    for (const { file, bytes } of segments) expect(await readFile(path.join(result.copiedTo, file))).toEqual(bytes);
    expect(await readFile(path.join(result.copiedTo, MANIFEST_FILE))).toEqual(manifest);
    expect((await recoverIds(folder)).ids).toEqual(["e1"]);
    expect(await appendNext()).toBe(21);
  });

  it.each([
    ["of the last segment", 2, 0],
    ["of the last two segments", 1, 0],
    ["behind the first of the last", 2, 1],
  ])("B161: counts a number for each dropped line that can't be read: all %s", async (_name, segment, line) => {
    segments = await craftLog(folder, [name(1, 2, 3), name(4, 5), name(6, 7)]);
    for (const { file, bytes, offsets } of segments.slice(segment)) {
      const kept = file === segments[segment]?.file ? line : 0;
      for (const offset of offsets.slice(kept)) bytes.write("X", offset);
      await writeFile(path.join(folder, file), bytes);
    }
    await repairLog(folder, { segment: nameSegment(1, segment + 1), toOffset: offsetOf(segment, line) }, clock);
    expect(await appendNext()).toBe(8);
  });

  it("B161: wastes no numbers when all lines can be read", async () => {
    await repairLog(folder, { segment: SECOND, toOffset: 0 }, clock);
    expect(await appendNext()).toBe(21);
  });

  it("B161: counts them behind the last line that stays, however many segments before it", async () => {
    segments = await craftLog(folder, [name(1, 2, 3), [], name(4, 5)]);
    for (const offset of [0, 1].map((line) => offsetOf(2, line))) segments[2]?.bytes.write("X", offset);
    await writeFile(path.join(folder, nameSegment(1, 3)), segments[2]?.bytes ?? "");
    await repairLog(folder, { toOffset: 0 }, clock);
    expect(await appendNext()).toBe(6);
  });

  it("B161: counts them behind the numbers that only the manifest knows", async () => {
    await rm(path.join(folder, nameSegment(1, 3)));
    segments = await craftLog(folder, [name(1, 2), name(31, 32)], (manifest) => ({ ...manifest, lastSeq: 30 }));
    const { file = "", bytes = Buffer.alloc(0), offsets = [] } = segments[1] ?? {};
    for (const offset of offsets) bytes.write("X", offset);
    await writeFile(path.join(folder, file), bytes);
    await repairLog(folder, { toOffset: 0 }, clock);
    expect(await appendNext()).toBe(33);
  });

  it("B161: that died on its way is repeated, and gives no number twice then either", async () => {
    const methods = await getFileMethods(folder);
    vi.spyOn(methods, "truncate").mockRejectedValueOnce(makeFailure("EIO"));
    const target = { segment: FIRST, toOffset: offsetOf(0, 1) };
    await expect(repairLog(folder, target, clock)).rejects.toMatchObject({ code: "EIO" });
    expect((await readdir(folder)).filter((file) => file.endsWith(".ndjson"))).toEqual([FIRST]);
    await repairLog(folder, target, { now: () => new Date(0) });
    expect((await recoverIds(folder)).ids).toEqual(["e1"]);
    // A gap between numbers does no harm.
    expect(await appendNext()).toBeGreaterThan(20);
  });

  it("B161: cuts the last segment unless one is named, and keeps the seals of those before", async () => {
    const before = await readManifest(folder);
    await repairLog(folder, { toOffset: offsetOf(2, 1) }, clock);
    expect((await readManifest(folder))?.segments).toEqual(before?.segments);
    expect(await readFile(path.join(folder, nameSegment(1, 3)))).toEqual(
      segments[2]?.bytes.subarray(0, offsetOf(2, 1)),
    );
    await repairLog(folder, { segment: SECOND, toOffset: offsetOf(1, 1) }, { now: () => new Date(0) });
    expect((await readManifest(folder))?.segments).toEqual([
      before?.segments[0],
      { file: SECOND, startCrc: before?.segments[1]?.startCrc },
    ]);
    expect((await readdir(folder)).filter((file) => file.endsWith(".ndjson"))).toHaveLength(2);
  });

  it.each([
    ["segment", { segment: "other", toOffset: 0 }, "The manifest names no other."],
    ["toOffset", { toOffset: 1 }, /No sound line begins there. The last place to cut at is byte \d+./],
  ])("B161: that can't be made names the field %s and the cure", async (field, target, message) => {
    const error: unknown = await repairLog(folder, target, clock).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "invalid_input", reason: "bad_offset" });
    const { fields } = error as { fields: { field: string; message: string }[] };
    expect(fields.map((told) => told.field)).toEqual([field]);
    expect(fields[0]?.message).toMatch(message);
    expect((error as Error).message).toBe(`The log can't be cut there. ${fields[0]?.message}`);
  });

  /** What happens while the repair waits for a lock that is given back then. */
  async function repairBehindLock(target: RepairTarget, change: () => void): Promise<unknown> {
    const unlock = await lockFolder(folder, () => undefined);
    const [lockFile = ""] = (await readdir(folder)).filter((file) => file.endsWith(".lock"));
    vi.spyOn(Math, "random").mockImplementationOnce(() => {
      change();
      rmSync(path.join(folder, lockFile));
      return 0;
    });
    const error: unknown = await repairLog(folder, target, clock).catch((caught: unknown) => caught);
    await unlock();
    return error;
  }

  it("B161: is judged by the manifest that is there once nobody else writes", async () => {
    const manifest = await readManifest(folder);
    if (!manifest) throw new Error("A crafted log has a manifest.");
    await draftManifest(folder, { ...manifest, segments: manifest.segments.slice(0, 2) });
    const third = { segment: nameSegment(1, 3), toOffset: 0 };
    const publish = () => renameSync(path.join(folder, "manifest.draft"), path.join(folder, MANIFEST_FILE));
    expect(await repairBehindLock(third, publish)).toMatchObject({
      reason: "bad_offset",
      fields: [{ message: `The manifest names no ${third.segment}.` }],
    });
    const before = await readFile(path.join(folder, FIRST));
    const remove = () => rmSync(path.join(folder, MANIFEST_FILE));
    expect(await repairBehindLock({ segment: FIRST, toOffset: 0 }, remove)).toMatchObject({
      code: "not_found",
      reason: "log_not_found",
    });
    expect((await readdir(folder)).sort()).toEqual([FIRST, SECOND, nameSegment(1, 3)]);
    expect(await readFile(path.join(folder, FIRST))).toEqual(before);
  });

  it("B161: of a log without segments, or of none at all, is refused", async () => {
    const none = path.join(folder, "none");
    await expect(repairLog(none, { toOffset: 0 }, clock)).rejects.toMatchObject({ reason: "log_not_found" });
    await craftLog(folder, []);
    await expect(repairLog(folder, { toOffset: 0 }, clock)).rejects.toMatchObject({
      fields: [{ field: "segment", message: "The manifest names no segment." }],
    });
  });

  it("B161: that can't move a later segment away cuts nothing", async () => {
    const move = vi.spyOn(fs, "rename").mockImplementation(async (from, to) => {
      if (path.basename(String(from)) === SECOND) throw makeFailure("EIO");
      renameSync(from, to);
    });
    syncBuiltinESMExports();
    await expect(repairLog(folder, { segment: FIRST, toOffset: 0 }, clock)).rejects.toMatchObject({ code: "EIO" });
    move.mockRestore();
    syncBuiltinESMExports();
    expect(await readFile(path.join(folder, FIRST))).toEqual(segments[0]?.bytes);
  });

  it("B161: that can't set something aside cuts nothing", async () => {
    await rm(path.join(folder, SECOND));
    const blocked = path.join(folder, "before-repair-2026-01-02T03-04-05.000Z");
    await writeFile(blocked, "");
    await expect(repairLog(folder, { segment: FIRST, toOffset: 0 }, clock)).rejects.toMatchObject({ code: "EEXIST" });
    expect(await readFile(path.join(folder, FIRST))).toEqual(segments[0]?.bytes);
  });
});
