import { mkdtempSync } from "node:fs";
import { appendFile, open, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openEventLog } from "./log";
import { openLogReader } from "./reader";
import { repairLog } from "./repair";
import { readDamagePlace } from "./testing/damage";

const TWO_GIB = 2 ** 31;
const EVENTS = 2200;
const TEXT = "é".repeat(500_000);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "event-log-huge-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const textOf = (n: number) => `${n} ${TEXT}`;

async function fill(maxSegmentBytes: number): Promise<string[]> {
  const log = await openEventLog(folder, { maxSegmentBytes });
  for (let n = 1; n <= EVENTS; n += 1) {
    await log.append([{ id: `e${n}`, type: "noted", data: textOf(n) }], { durability: "os" });
  }
  expect((await log.stats()).bytes).toBeGreaterThan(TWO_GIB);
  await log.close();
  return (await readdir(folder)).filter((name) => name.endsWith(".ndjson")).sort();
}

async function checkAll(maxSegmentBytes: number): Promise<void> {
  const log = await openEventLog(folder, { maxSegmentBytes });
  for (const n of [1, 2, 1100, 2147, 2148, EVENTS]) expect((await log.read(`e${n}`))?.data).toBe(textOf(n));
  let count = 0;
  for await (const { seq, id } of log.scan()) {
    count += 1;
    expect([seq, id]).toEqual([count, `e${count}`]);
  }
  expect(count).toBe(EVENTS);
  await log.close();
}

it("B163: a log of more than 2 GiB in many segments is read back whole, and compacted", async () => {
  const segments = await fill(64 * 2 ** 20);
  expect(segments.length).toBeGreaterThan(30);
  await checkAll(64 * 2 ** 20);
  const log = await openEventLog(folder);
  await log.compact(({ seq }) => seq % 2 === 0);
  expect((await log.stats()).events).toBe(EVENTS / 2);
  expect((await log.read(`e${EVENTS}`))?.data).toBe(textOf(EVENTS));
  await log.close();
});

it("B163: so is one segment of more than 2 GiB; what is torn or damaged far behind is told at its byte", async () => {
  const [segment = ""] = await fill(8 * 2 ** 30);
  const file = path.join(folder, segment);
  const { size } = await stat(file);
  expect(size).toBeGreaterThan(TWO_GIB);
  await checkAll(8 * 2 ** 30);
  await appendFile(file, "torn");
  const log = await openEventLog(folder, { maxSegmentBytes: 8 * 2 ** 30 });
  expect(await log.stats()).toMatchObject({ events: EVENTS, bytes: size, tornBytesDropped: 4 });
  const place = await log.append([{ id: "next", type: "noted", data: null }]);
  expect(place.events[0]?.seq).toBe(EVENTS + 1);
  await log.close();
  const handle = await open(file, "r+");
  await handle.write("X", size - 10);
  await handle.close();
  const error: unknown = await openLogReader(folder).catch((caught: unknown) => caught);
  const damage = readDamagePlace(error);
  expect(damage).toMatchObject({ segment, line: String(EVENTS) });
  expect(Number(damage.byteOffset)).toBeGreaterThan(TWO_GIB);
  await repairLog(folder, { toOffset: Number(damage.byteOffset) });
  const repaired = await openEventLog(folder);
  expect(await repaired.stats()).toMatchObject({ events: EVENTS - 1, lastSeq: EVENTS + 1 });
  await repaired.close();
});
