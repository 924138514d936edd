import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { LogReport } from "./event";
import { removeLeftovers } from "./leftovers";
import { nameSegment } from "./manifest";
import { readDamagePlace } from "./testing/damage";

let folder: string;
const reports: LogReport[] = [];
const NAMED = [nameSegment(2, 1), nameSegment(2, 2)];
const manifest = { generation: 2, lastSeq: 0, segments: NAMED.map((file) => ({ file, startCrc: 0 })) };

beforeEach(async () => {
  reports.length = 0;
  folder = await mkdtemp(path.join(tmpdir(), "event-log-leftovers-"));
  for (const file of [...NAMED, "manifest.json", "notes.txt"]) await writeFile(path.join(folder, file), "kept\n");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = (file: string, text: string) => writeFile(path.join(folder, file), text);
const report = (told: LogReport) => reports.push(told);
const list = async () => (await readdir(folder)).sort();

it("removes what a compaction left, before or after its change-over, and empty files of a rotation", async () => {
  const kept = await list();
  const leftovers = [nameSegment(1, 1), nameSegment(1, 2), nameSegment(2, 3), nameSegment(3, 1)];
  for (const file of leftovers) await put(file, file === nameSegment(2, 3) ? "" : "copied\n");
  await removeLeftovers(folder, manifest, report);
  expect(await list()).toEqual(kept);
  expect(reports.map((told) => told.kind === "leftover_removed" && told.file).sort()).toEqual(leftovers);
});

it("B83: refuses a segment of the generation in force that holds events and is not named", async () => {
  await put(nameSegment(2, 3), "{");
  const before = await list();
  const error: unknown = await removeLeftovers(folder, manifest, report).catch((caught: unknown) => caught);
  expect(readDamagePlace(error)).toEqual({ segment: "manifest.json" });
  expect((error as Error).message).toContain(`: it does not name ${nameSegment(2, 3)}, which holds events.`);
  expect(await list()).toEqual(before);
  expect(reports).toEqual([]);
});

it("B83: refuses segments that hold events beside no manifest, and takes the empty one of a first start away", async () => {
  const error: unknown = await removeLeftovers(folder, undefined, report).catch((caught: unknown) => caught);
  expect(readDamagePlace(error)).toEqual({ segment: "manifest.json" });
  expect((error as Error).message).toContain(`: it is missing beside ${NAMED[0]}, which holds events.`);
  for (const file of NAMED) await put(file, "");
  await removeLeftovers(folder, undefined, report);
  expect(await list()).toEqual(["manifest.json", "notes.txt"]);
});
