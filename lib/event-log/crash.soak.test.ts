import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openEventLog } from "./log";
import { readEvents } from "./testing/read-events";
import { killWriter, startWriter } from "./testing/writer-process";

let root: string;
let folder: string;
const ROUNDS = 200;
const LANES = 8;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "event-log-crash-"));
  folder = path.join(root, "log");
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Appends in lanes as fast as it can, of both durabilities, over many rotations, and says what it was promised. */
const LOAD = `
  const log = await openEventLog(folder, { maxSegmentBytes: 100_000 });
  console.log("open");
  const round = process.env.ROUND;
  await Promise.all(Array.from({ length: ${LANES} }, async (_, lane) => {
    for (let n = 0; ; n += 1) {
      const id = round + "-" + lane + "-" + n;
      const { events } = await log.append([{ id, type: "noted", data: "é".repeat(n % 300) }], { durability: n % 3 ? "fsync" : "os" });
      console.log(id + " " + events[0].seq);
    }
  }));`;

it(`B88: killed ${ROUNDS} times under load, it loses, doubles and changes nothing that it acknowledged`, async () => {
  const acknowledged = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const writer = await startWriter({ root, folder, body: LOAD, env: { ROUND: String(round) } });
    expect(await writer.nextLine()).toBe("open");
    const killing = sleep(Math.random() * 200).then(() => killWriter(writer));
    for (let line = await writer.nextLine(); line !== ""; line = await writer.nextLine()) {
      const [id = "", seq] = line.split(" ");
      if (seq) acknowledged.set(id, Number(seq));
    }
    await killing;
  }
  const log = await openEventLog(folder);
  const events = await readEvents(log.scan());
  await log.close();
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, n) => n + 1));
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  const found = new Map(events.map(({ id, seq }) => [id, seq]));
  expect([...acknowledged].filter(([id, seq]) => found.get(id) !== seq)).toEqual([]);
  for (const { id, data } of events) expect(data).toBe("é".repeat(Number(id.split("-")[2]) % 300));
  // At each death, only what the lanes were waiting for may be there unacknowledged.
  expect(events.length - acknowledged.size).toBeLessThanOrEqual(ROUNDS * LANES * 2);
  expect(acknowledged.size).toBeGreaterThan(ROUNDS * 20);
  process.stderr.write(`killed ${ROUNDS} times: ${acknowledged.size} acknowledged, ${events.length} found\n`);
});
