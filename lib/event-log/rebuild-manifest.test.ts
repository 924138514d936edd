import { existsSync } from "node:fs";
import fs, { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openEventLog } from "./log";
import { MANIFEST_FILE, nameSegment, readManifest } from "./manifest";
import { rebuildManifest } from "./rebuild-manifest";
import { repairLog } from "./repair";
import { readDamagePlace, recoverIds } from "./testing/damage";
import { listOpenFiles } from "./testing/open-files";

let folder: string;
let manifestFile: string;
const clock = { now: () => new Date("2026-01-02T03:04:05.000Z") };
const COPY = "before-repair-2026-01-02T03-04-05.000Z";
const IDS = Array.from({ length: 20 }, (_, n) => `e${n + 1}`);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "event-log-rebuild-"));
  manifestFile = path.join(folder, MANIFEST_FILE);
  const log = await openEventLog(folder, { maxSegmentBytes: 600 });
  for (const id of IDS) await log.append([{ id, type: "noted", data: null }]);
  await log.close();
});
afterEach(async () => {
  expect(listOpenFiles(folder)).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});

const listSegments = async () => (await readdir(folder)).filter((name) => name.endsWith(".ndjson")).sort();

async function readFiles(): Promise<Map<string, string>> {
  const files = await listSegments();
  return new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(path.join(folder, file), "utf8")] as const)),
  );
}

it.each([
  ["zeroed", Buffer.alloc(300)],
  ["empty", Buffer.alloc(0)],
  ["null", Buffer.from("null")],
  ["missing", undefined],
])(
  "B162: a manifest that is %s is made anew from the segments, a copy first, and all events are there",
  async (_n, wrong) => {
    if (wrong) await writeFile(manifestFile, wrong);
    else await rm(manifestFile);
    const before = await readFiles();
    await expect(openEventLog(folder)).rejects.toMatchObject({ reason: "log_damaged" });
    const copiedTo = path.join(folder, COPY);
    expect(await rebuildManifest(folder, clock)).toEqual({ copiedTo, segments: before.size });
    expect(await readFiles()).toEqual(before);
    expect(await readdir(copiedTo)).toEqual(wrong ? [MANIFEST_FILE] : []);
    expect((await stat(copiedTo)).mode & 0o777).toBe(0o700);
    if (wrong) expect(await readFile(path.join(copiedTo, MANIFEST_FILE))).toEqual(wrong);
    expect((await recoverIds(folder)).ids).toEqual(IDS);
    const log = await openEventLog(folder, { maxSegmentBytes: 600 });
    expect((await log.append([{ id: "next", type: "noted", data: null }])).events[0]?.seq).toBe(21);
    await log.close();
    expect((await readdir(folder)).filter((name) => name.endsWith(".lock"))).toEqual([]);
  },
);

it("B162: keeps a torn end, an empty last segment and another generation's numbers", async () => {
  const log = await openEventLog(folder, { maxSegmentBytes: 600 });
  await log.compact(({ seq }) => seq > 5);
  await log.close();
  const files = await listSegments();
  await writeFile(path.join(folder, nameSegment(2, files.length + 1)), "");
  await rm(manifestFile);
  await rebuildManifest(folder, clock);
  expect((await readManifest(folder))?.generation).toBe(2);
  expect((await recoverIds(folder)).ids).toEqual(IDS.slice(5));
});

it("B162: damage in a segment is named at its place afterwards, and can be repaired as always", async () => {
  const [, second = "", third = ""] = await listSegments();
  const file = path.join(folder, second);
  const bytes = await readFile(file);
  bytes[60] = 0;
  await writeFile(file, bytes);
  await rm(manifestFile);
  await rebuildManifest(folder, clock);
  const error: unknown = await openEventLog(folder).catch((caught: unknown) => caught);
  expect(readDamagePlace(error)).toEqual({ segment: second, line: "1", byteOffset: "0" });
  const later = { now: () => new Date("2026-01-02T03:04:06.000Z") };
  const { copiedTo } = await repairLog(folder, { segment: second, toOffset: 0 }, later);
  expect(existsSync(path.join(copiedTo, third))).toBe(true);
  const { ids } = await recoverIds(folder);
  expect(ids).toEqual(IDS.slice(0, ids.length));
  expect(ids.length).toBeGreaterThan(0);
});

it("B162: a line that tells no checksum is left to the next opening, which names it", async () => {
  const [, second = ""] = await listSegments();
  const bytes = await readFile(path.join(folder, second));
  bytes[0] = 0;
  await writeFile(path.join(folder, second), bytes);
  await rm(manifestFile);
  await rebuildManifest(folder, clock);
  const error: unknown = await openEventLog(folder).catch((caught: unknown) => caught);
  expect(readDamagePlace(error)).toEqual({ segment: second, line: "1", byteOffset: "0" });
});

it("B162: what keeps folder or manifest from being read, or from being kept, is told, and the manifest stays", async () => {
  await expect(rebuildManifest(manifestFile, clock)).rejects.toMatchObject({ code: "ENOTDIR" });
  await writeFile(manifestFile, "damaged");
  const copy = vi.spyOn(fs, "copyFile").mockRejectedValueOnce(Object.assign(new Error("EIO"), { code: "EIO" }));
  syncBuiltinESMExports();
  await expect(rebuildManifest(folder, clock)).rejects.toMatchObject({ code: "EIO" });
  copy.mockRestore();
  syncBuiltinESMExports();
  expect(await readFile(manifestFile, "utf8")).toBe("damaged");
  await rm(manifestFile);
  await mkdir(manifestFile);
  await expect(rebuildManifest(folder, clock)).rejects.toMatchObject({ code: "EISDIR", syscall: "read" });
});

it("B162: what can't be told is refused, and nothing changes", async () => {
  await expect(rebuildManifest(folder, clock)).rejects.toMatchObject({
    code: "invalid_input",
    reason: "manifest_sound",
    message: "manifest.json is sound: it is not rebuilt.",
  });
  const segments = await listSegments();
  await rm(manifestFile);
  const refusals: [string, () => Promise<void>, () => Promise<void>][] = [
    [
      nameSegment(2, 1),
      () => copyFile(path.join(folder, segments[0] ?? ""), path.join(folder, nameSegment(2, 1))),
      () => rm(path.join(folder, nameSegment(2, 1))),
    ],
    [segments[2] ?? "", () => rm(path.join(folder, segments[1] ?? "")), async () => undefined],
  ];
  for (const [stranger, change, undo] of refusals) {
    await change();
    const files = await readdir(folder);
    const error: unknown = await rebuildManifest(folder, clock).catch((caught: unknown) => caught);
    expect(readDamagePlace(error)).toEqual({ segment: MANIFEST_FILE });
    expect((error as Error).message).toContain(`${stranger} does not follow`);
    expect(await readdir(folder)).toEqual(files);
    await undo();
  }
});

it("B162: a folder that holds no log, or whose log is in use, is refused", async () => {
  const empty = path.join(folder, "empty");
  await expect(rebuildManifest(empty, clock)).rejects.toMatchObject({ code: "not_found", reason: "log_not_found" });
  const log = await openEventLog(folder);
  await rm(manifestFile);
  await expect(rebuildManifest(folder, clock)).rejects.toMatchObject({ reason: "log_locked" });
  await log.close();
});
