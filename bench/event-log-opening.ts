import { execFileSync } from "node:child_process";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { openEventLog } from "@/lib/event-log/log";
import { median, type Row } from "./row";

const EVENTS = 1_400_000;
const PER_CALL = 2000;
const ROUNDS = 3;

/** How long opening takes a gigabyte, from a warm cache, and what an indexed event costs in memory. */
export async function measureOpening(folder: string, text: string): Promise<Row[]> {
  await fillLog(folder, text);
  const secondsPerGb: number[] = [];
  const wcSecondsPerGb: number[] = [];
  let bytesPerEvent = Number.NaN;
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = measureMemory();
    const startedMs = performance.now();
    const log = await openEventLog(folder);
    const seconds = (performance.now() - startedMs) / 1000;
    const { bytes, events } = await log.stats();
    // Later rounds would measure what the round before has not given back yet.
    if (round === 0) bytesPerEvent = (measureMemory() - before) / events;
    await log.close();
    secondsPerGb.push((seconds / bytes) * 1e9);
    wcSecondsPerGb.push(((await countLines(folder)) / bytes) * 1e9);
  }
  return [
    {
      name: "event-log/recovery",
      value: median(secondsPerGb),
      unit: "s/GB",
      reference: { name: "wc -l", value: median(wcSecondsPerGb) },
      target: "≤ 2",
    },
    {
      name: "event-log/memory-an-event",
      value: bytesPerEvent,
      unit: "bytes",
      reference: { name: "a Map from id to number", value: measureMap() },
      target: "≤ 120",
    },
  ];
}

async function fillLog(folder: string, text: string): Promise<void> {
  const log = await openEventLog(folder);
  for (let first = 0; first < EVENTS; first += PER_CALL) {
    const events = Array.from({ length: PER_CALL }, (_, n) => ({
      id: nameEvent(first + n),
      type: "noted",
      data: text,
    }));
    await log.append(events, { durability: "os" });
  }
  await log.close();
}

const nameEvent = (n: number) => `evt-${String(n).padStart(20, "0")}`;

async function countLines(folder: string): Promise<number> {
  const segments = (await readdir(folder)).filter((name) => name.endsWith(".ndjson"));
  const startedMs = performance.now();
  execFileSync("wc", ["-l", ...segments.map((name) => path.join(folder, name))]);
  return (performance.now() - startedMs) / 1000;
}

function measureMap(): number {
  const before = measureMemory();
  const map = new Map<string, number>();
  for (let n = 0; n < EVENTS; n += 1) map.set(Buffer.from(nameEvent(n)).toString(), n);
  return (measureMemory() - before) / map.size;
}

/** Bytes in use after everything unused is given back: the heap, and what lies in array buffers beside it. */
function measureMemory(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
