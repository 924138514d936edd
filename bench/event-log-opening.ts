import { execFileSync } from "node:child_process";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { openEventLog } from "@/lib/event-log/log";
import { median, type Row } from "./row";

const EVENTS = 1_400_000;
const PER_CALL = 2000;
const ROUNDS = 3;
const MAP_SIZE = `const { heapUsed } = process.memoryUsage(); const map = new Map();
for (let n = 0; n < 500000; n += 1) map.set(Buffer.from("evt-" + String(n).padStart(20, "0")).toString(), n);
gc(); console.log((process.memoryUsage().heapUsed - heapUsed) / map.size);`;

interface Opening {
  seconds: number;
  memoryBytes: number;
  bytes: number;
  events: number;
}

/** How long opening takes a gigabyte, from a warm cache, and what an indexed event costs in memory. */
export async function measureOpening(folder: string, text: string): Promise<Row[]> {
  await fillLog(folder, text);
  const ours: number[] = [];
  const wc: number[] = [];
  let memory = Number.NaN;
  for (let round = 0; round < ROUNDS; round += 1) {
    const script = path.join(import.meta.dirname, "event-log-open.ts");
    const { seconds, memoryBytes, bytes, events } = JSON.parse(runNode(["--import", "tsx", script, folder])) as Opening;
    memory = memoryBytes / events;
    ours.push((seconds / bytes) * 1e9);
    wc.push(((await countLines(folder)) / bytes) * 1e9);
  }
  return [
    {
      name: "event-log/recovery",
      value: median(ours),
      unit: "s/GB",
      reference: { name: "wc -l", value: median(wc) },
      target: "≤ 2",
    },
    {
      name: "event-log/memory-an-event",
      value: memory,
      unit: "bytes",
      reference: { name: "a Map from id to number", value: Number(runNode(["-e", MAP_SIZE])) },
      target: "≤ 120",
    },
  ];
}

function runNode(args: string[]): string {
  return execFileSync(process.execPath, ["--expose-gc", ...args], { encoding: "utf8" });
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
