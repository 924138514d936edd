import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { callSdk } from "./queue/call-sdk";
import { type PickupMessage, readClockMs } from "./queue/orders";
import { type LogProcesses, type QueueProcesses, startLogServer, startQueue } from "./queue/processes";
import { median, percentile, type Row } from "./row";

const ROUNDS = 5;
const RUNS = 36;
const STEPS = 100;
/** How often it is asked whether all runs are over: asking takes of what is measured. */
const LOOK_MS = 100;
const TRIVIAL_RUNS = 1_000;
const PICKUPS = 200;
/** What one function takes of the queue's eight places. */
const LANES = 6;
/** A checkpoint of one step, as the SDK sends it, has about so many bytes. */
const CHECKPOINT = JSON.stringify({ text: "x".repeat(600) });

type Measured = Omit<Row, "name" | "target">;

/**
 * The queue beside a plain server that does as much as the figure promises, by turns, called by the same app of the SDK. One
 * process of the SDK is busy long before the queue is: with one, the figure is the share of what it could do; with two, the rate.
 */
export async function measureInngest(): Promise<Row[]> {
  const rows = [
    ...(await withQueue(1, async (queue, log) => [
      { ...(await measureSteps(queue, log)), name: "inngest/durable-steps-share", target: "≥ 0.8 ×" },
      { ...(await measureRuns(queue)), name: "inngest/trivial-runs-share", target: "≥ 0.7 ×" },
      await measurePickup(queue, log.url),
    ])),
    ...(await withQueue(2, async (queue, log) => [
      { ...(await measureSteps(queue, log)), name: "inngest/durable-steps", target: "≥ 1000" },
      { ...(await measureRuns(queue)), name: "inngest/trivial-runs", target: "≥ 840" },
    ])),
  ];
  console.error(`load average ${loadavg()[0]?.toFixed(1)}: what others do on this machine lowers the figures`);
  return rows;
}

async function withQueue(
  appCount: number,
  measure: (queue: QueueProcesses, log: LogProcesses) => Promise<Row[]>,
): Promise<Row[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "segno-bench-queue-"));
  const queue = await startQueue(path.join(folder, "queue"), appCount);
  const log = await startLogServer(path.join(folder, "log"), appCount);
  try {
    return await measure(queue, log);
  } finally {
    await Promise.all([queue.stop(), log.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
}

async function countCompleted(queue: QueueProcesses): Promise<number> {
  return (await queue.readStats()).totals.completed;
}

/** Seconds from sending events until the runs that they make are over, and durable. */
async function timeRuns(queue: QueueProcesses, name: string, count: number, data: object): Promise<number> {
  const before = await countCompleted(queue);
  const startedMs = performance.now();
  await queue.send(Array.from({ length: count }, () => ({ name, data })));
  while ((await countCompleted(queue)) < before + count) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  return (performance.now() - startedMs) / 1_000;
}

/** Calls the processes in turn, as many at a time as the queue does. */
async function timeLanes(count: number, urls: string[], work: (url: string) => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  let left = count;
  const lane = async () => {
    while (left-- > 0) await work(urls[left % urls.length] ?? "");
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return (performance.now() - startedMs) / 1_000;
}

async function keep(url: string): Promise<void> {
  await (await fetch(url, { method: "POST", body: CHECKPOINT })).arrayBuffer();
}

/** By turns; the first turn warms both up. */
async function takeTurns(
  measure: () => Promise<number>,
  measureOther: () => Promise<number>,
): Promise<[number, number]> {
  const rates: number[] = [];
  const others: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const [rate, other] = [await measure(), await measureOther()];
    if (round === 0) continue;
    rates.push(rate);
    others.push(other);
  }
  return [median(rates), median(others)];
}

async function measureSteps(queue: QueueProcesses, log: LogProcesses): Promise<Measured> {
  const steps = RUNS * STEPS;
  const [value, plain] = await takeTurns(
    async () => steps / (await timeRuns(queue, "bench/steps", RUNS, { count: STEPS })),
    async () => steps / (await timeLanes(RUNS, log.serveUrls, (url) => callSdk(url, "steps", { count: STEPS }))),
  );
  const name = `${describeApps(queue)}, its steps appended to the event log by a plain server`;
  return { value, unit: "steps/s", reference: { name, value: plain } };
}

async function measureRuns(queue: QueueProcesses): Promise<Measured> {
  const [value, plain] = await takeTurns(
    async () => TRIVIAL_RUNS / (await timeRuns(queue, "bench/trivial", TRIVIAL_RUNS, {})),
    async () => TRIVIAL_RUNS / (await timeLanes(TRIVIAL_RUNS, queue.serveUrls, (url) => callSdk(url, "trivial", {}))),
  );
  const name = `${describeApps(queue)}, called by a loop that keeps nothing`;
  return { value, unit: "runs/s", reference: { name, value: plain } };
}

function describeApps({ apps }: QueueProcesses): string {
  return apps.length === 1 ? "the SDK" : `${apps.length} processes of the SDK`;
}

/** One at a time, from before the event is sent to the function's first line: the acceptance, on disk, is part of it. */
async function measurePickup(queue: QueueProcesses, logUrl: string): Promise<Row> {
  const waits: number[] = [];
  const plain: number[] = [];
  for (let n = 0; n < PICKUPS; n++) {
    const called = new Promise<number>((resolve) => {
      const listen = (message: PickupMessage) => {
        if (message.n !== n) return;
        for (const app of queue.apps) app.off("message", listen);
        resolve(message.atMs);
      };
      for (const app of queue.apps) app.on("message", listen);
    });
    const sentMs = readClockMs();
    await queue.send([{ name: "bench/pickup", data: { n } }]);
    waits.push((await called) - sentMs);
    const askedMs = performance.now();
    await keep(logUrl);
    plain.push(performance.now() - askedMs);
  }
  const reference = { name: "plain Node HTTP that appends to the event log", value: percentile(plain, 0.95) };
  return { name: "inngest/pickup-p95", value: percentile(waits, 0.95), unit: "ms", reference, target: "≤ 20" };
}
