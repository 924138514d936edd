import { fork } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { followAll, followAs, type Guest, openSongToGuests } from "../e2e/guests";
import { type RunningStack, startStack } from "../e2e/stack";
import { findListener, listDescendants } from "../e2e/start-command";
import { callAtRate } from "./at-rate";
import { percentile, type Row } from "./row";

const LISTENERS = 3_000;
const EVENTS = 20;
const READS = { perSecond: 50, seconds: 8 };

/** Three thousand who listen to one song on one process: how late they hear, what they cost, and what stays when they go. */
export async function measureLive(): Promise<Row[]> {
  const reference = await measureReference();
  const stack = await startStack({ isOnDisk: true });
  try {
    return await measure(stack, reference);
  } finally {
    await stack.stop();
  }
}

async function measure(stack: RunningStack, reference: number): Promise<Row[]> {
  const { topic, cookie, rename, readSong } = await openSongToGuests(stack);
  const url = `${stack.appUrl}/api/live?topics=${topic}`;
  const app = await findApp(stack);
  const open = (count: number) => followAll(count, /event: ready/, (at) => followAs(url, at, { cookie }));
  // What the first reads and streams load is no listener's.
  await callAtRate(readSong, { perSecond: 50, seconds: 4 });
  for (const guest of await open(100)) guest.stop();
  await sleep(2_000);
  const readBefore = percentile(await callAtRate(readSong, READS), 0.95);
  const idle = await readRssKb(app);

  const guests = await open(LISTENERS);
  const withAll = await readRssKb(app);
  const lateness = await measureLateness(guests, (at) => rename(`Take ${at}`));
  for (const guest of guests) guest.stop();
  await sleep(3_000);
  const left = await countConnections(Number(stack.ports["SEGNO_PORT"]));
  const readAfter = percentile(await callAtRate(readSong, READS), 0.95);
  return [
    {
      name: "live/event-visible-p99-of-3000",
      value: percentile(lateness, 0.99),
      unit: "ms",
      reference: { name: "a server that only tells what is posted", value: reference },
      target: "≤ 250",
    },
    { name: "live/rss-a-listener", value: (withAll - idle) / LISTENERS, unit: "KB", target: "≤ 80" },
    { name: "live/connections-left", value: left, unit: "", target: "≤ 8" },
    {
      name: "live/read-song-p95-afterwards",
      value: readAfter,
      unit: "ms",
      reference: { name: "before anybody listened", value: readBefore },
      target: "≤ 1.2 ×",
    },
  ];
}

/** From when the change was asked for until each listener has heard of it, in ms. Each change moves the cursor by one. */
async function measureLateness(guests: Guest[], change: (cursor: number) => Promise<unknown>): Promise<number[]> {
  const lateness: number[] = [];
  const start = Number(/"cursor":"(\d+)"/.exec(guests[0]?.text() ?? "")?.[1] ?? Number.NaN);
  for (let cursor = start + 1; cursor <= start + EVENTS; cursor++) {
    const askedAt = performance.now();
    const heard = guests.map(async (guest) => {
      await guest.waitFor(new RegExp(`"cursor":"${cursor}"`));
      lateness.push(performance.now() - askedAt);
    });
    await change(cursor);
    await Promise.all(heard);
    await sleep(250);
  }
  return lateness;
}

async function measureReference(): Promise<number> {
  const child = fork(path.join(import.meta.dirname, "serve-events.ts"), { execArgv: ["--import", "tsx"] });
  const port = await new Promise<number>((resolve) => {
    child.once("message", (message) => resolve((message as { port: number }).port));
  });
  const url = `http://127.0.0.1:${port}`;
  const guests = await followAll(LISTENERS, /event: ready/, (at) => followAs(url, at));
  const tell = (cursor: number) => fetch(url, { method: "POST", body: `{"cursor":"${cursor}"}` });
  const lateness = await measureLateness(guests, tell);
  for (const guest of guests) guest.stop();
  child.kill();
  return percentile(lateness, 0.99);
}

async function findApp(stack: RunningStack): Promise<number> {
  const app = await findListener(Number(stack.ports["SEGNO_PORT"]), await listDescendants(stack.pid));
  if (!app) throw new Error("Nobody listens on the app's port.");
  return app.pid;
}

async function readRssKb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN);
}

/** Connections to a port that are open on the server's side (proc(5), net/tcp: state 01). */
async function countConnections(port: number): Promise<number> {
  const local = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const tables = await Promise.all(["tcp", "tcp6"].map((name) => readFile(`/proc/net/${name}`, "utf8")));
  const rows = tables.flatMap((table) => table.split("\n")).map((row) => row.trim().split(/\s+/));
  return rows.filter(([, address, , state]) => address?.endsWith(local) && state === "01").length;
}
