import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type EventLog, openEventLog } from "@/lib/event-log/log";
import { measureOpening } from "./event-log-opening";
import { median, percentile, type Row } from "./row";
import { SqliteReference } from "./sqlite-reference";

const APPENDERS = 64;
const PER_APPENDER = 1000;
const ROUNDS = 9;
/** The first of them, in which what runs is compiled and files get their size, counts for neither. */
const WARM = 1;
const PER_ROUND = 2000;
const READS_PER_ROUND = 10_000;
/** Makes lines of 364 bytes, an event of a usual kind. */
const TEXT = "x".repeat(230);

/** The event log beside SQLite with the same promise; opening and memory on a log of half a gigabyte. */
export async function measureEventLog(): Promise<Row[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "segno-bench-log-"));
  try {
    return [
      ...(await measureMany(path.join(folder, "many"))),
      ...(await measureOne(path.join(folder, "one"), path.join(folder, "one.db"))),
      ...(await measureOpening(path.join(folder, "opening"), TEXT)),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const nameEvent = (n: number) => `evt-${String(n).padStart(20, "0")}`;

async function measureMany(folder: string): Promise<Row[]> {
  const log = await openEventLog(folder);
  const latenciesMs: number[] = [];
  const startedMs = performance.now();
  const appendLane = async (lane: number) => {
    for (let n = 0; n < PER_APPENDER; n += 1) {
      const askedMs = performance.now();
      await log.append([{ id: `${nameEvent(n)}-${lane}`, type: "noted", data: TEXT }]);
      latenciesMs.push(performance.now() - askedMs);
    }
  };
  await Promise.all(Array.from({ length: APPENDERS }, (_, lane) => appendLane(lane)));
  const seconds = (performance.now() - startedMs) / 1000;
  await log.close();
  return [
    {
      name: "event-log/durable-appends-at-64",
      value: (APPENDERS * PER_APPENDER) / seconds,
      unit: "/s",
      target: "≥ 20000",
    },
    { name: "event-log/durable-append-p99-at-64", value: percentile(latenciesMs, 0.99), unit: "ms", target: "≤ 10" },
  ];
}

/** In turns, so that what else the machine does meets both. */
async function measureOne(folder: string, databaseFile: string): Promise<Row[]> {
  const log = await openEventLog(folder);
  const sqlite = await SqliteReference.start(databaseFile);
  const rates = {
    append: [] as number[],
    appendSqlite: [] as number[],
    read: [] as number[],
    readSqlite: [] as number[],
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const first = round * PER_ROUND;
    if (sqlite) rates.appendSqlite.push(PER_ROUND / (await sqlite.append(PER_ROUND, first, JSON.stringify(TEXT))));
    rates.append.push(PER_ROUND / (await time(() => appendRound(log, first))));
  }
  const events = ROUNDS * PER_ROUND;
  for (let round = 0; round < ROUNDS; round += 1) {
    if (sqlite) rates.readSqlite.push(events / (await sqlite.read(events, 0)));
    rates.read.push(READS_PER_ROUND / (await time(() => readRound(log, events))));
  }
  await log.close();
  await sqlite?.stop();
  const refer = (name: string, values: number[]) =>
    values.length === 0 ? {} : { reference: { name, value: median(values) } };
  return [
    {
      name: "event-log/durable-appends-at-1",
      value: median(rates.append.slice(WARM)),
      unit: "/s",
      ...refer("SQLite, WAL, synchronous=FULL", rates.appendSqlite.slice(WARM)),
      target: "≥ 1.0 ×",
    },
    {
      name: "event-log/reads-by-id",
      value: median(rates.read),
      unit: "/s",
      ...refer("SQLite, same events", rates.readSqlite),
      target: "≥ 50000",
    },
  ];
}

async function appendRound(log: EventLog, first: number): Promise<void> {
  for (let n = first; n < first + PER_ROUND; n += 1) {
    await log.append([{ id: nameEvent(n), type: "noted", data: TEXT }]);
  }
}

async function readRound(log: EventLog, events: number): Promise<void> {
  for (let n = 0; n < READS_PER_ROUND; n += 1) {
    const id = nameEvent((n * 7919) % events);
    if ((await log.read(id))?.id !== id) throw new Error(`${id} was not found.`);
  }
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
}
