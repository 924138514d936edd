import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type LogReport, openEventLog } from "./log";

let root: string;
let folder: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "event-log-processes-"));
  folder = path.join(root, "log");
});
afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
  await rm(root, { recursive: true, force: true });
});

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

/** Another process that opens the folder and prints a line for each thing that happened. */
async function startWriter(body: string, shell = ""): Promise<{ child: ChildProcess; lines: AsyncIterator<string> }> {
  const script = path.join(root, `writer-${children.length}.mts`);
  const modulePath = path.join(import.meta.dirname, "log.ts");
  await writeFile(
    script,
    `import { openEventLog } from ${JSON.stringify(modulePath)};
     const folder = ${JSON.stringify(folder)};
     ${body}`,
  );
  const child = spawn("bash", ["-c", `${shell} exec "$0" --import tsx "$1"`, process.execPath, script], {
    cwd: path.resolve(import.meta.dirname, "../.."),
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

async function nextLine(lines: AsyncIterator<string>): Promise<string> {
  const step = await lines.next();
  return step.done === true ? "" : step.value;
}

const HOLD = `await openEventLog(folder); console.log("open"); setInterval(() => undefined, 1000);`;

it("B90: a second process and a second opening in the same one are refused; a killed owner's lock is taken over", async () => {
  const { child, lines } = await startWriter(HOLD);
  expect(await nextLine(lines)).toBe("open");
  await expect(openEventLog(folder)).rejects.toMatchObject({ reason: "log_locked" });
  await expect(openEventLog(folder)).rejects.toThrow(`Stop process ${child.pid}`);
  await kill(child);
  const reports: LogReport[] = [];
  const log = await openEventLog(folder, { onReport: (report) => reports.push(report) });
  expect(reports).toContainEqual({ kind: "stale_lock_removed", pid: child.pid });
  await expect(openEventLog(folder)).rejects.toMatchObject({ reason: "log_locked" });
  await log.close();
  expect((await readdir(folder)).filter((name) => name.startsWith("writer-"))).toEqual([]);
});

it("B90: of many that start at once beside a stale lock, never more than one holds the folder", async () => {
  await (await openEventLog(folder)).close();
  const stale = { pid: 999_999_999, start: "never", host: hostname() };
  for (let round = 0; round < 5; round += 1) {
    await writeFile(path.join(folder, "writer-999999999-aa.lock"), JSON.stringify(stale));
    const openings = await Promise.allSettled(Array.from({ length: 8 }, () => openEventLog(folder)));
    const winners = openings.filter((opening) => opening.status === "fulfilled");
    expect(winners.length).toBeLessThanOrEqual(1);
    for (const winner of winners) await winner.value.close();
    await (await openEventLog(folder)).close();
  }
});

it("B90: a process id that lives again as another process is stale, as is a lock emptied by a power cut; another machine's lock is not judged", async () => {
  await (await openEventLog(folder)).close();
  const file = path.join(folder, "writer-1-aa.lock");
  await writeFile(file, JSON.stringify({ pid: process.pid, start: "an earlier life", host: hostname() }));
  await (await openEventLog(folder)).close();
  await writeFile(file, "");
  await (await openEventLog(folder)).close();
  await writeFile(file, JSON.stringify({ pid: 1, start: "x", host: "another-machine" }));
  await expect(openEventLog(folder)).rejects.toThrow("another-machine");
});

it("B88: ten times killed without warning, nothing acknowledged is lost, doubled or changed", async () => {
  const acknowledged = new Set<string>();
  for (let round = 0; round < 10; round += 1) {
    const { child, lines } = await startWriter(`
      const log = await openEventLog(folder, { maxSegmentBytes: 20_000 });
      console.log("open");
      await Promise.all(Array.from({ length: 4 }, async (_, lane) => {
        for (let n = 0; ; n += 1) {
          const id = "${round}-" + lane + "-" + n;
          await log.append([{ id, type: "noted", data: "é".repeat(n % 300) }]);
          console.log(id);
        }
      }));`);
    expect(await nextLine(lines)).toBe("open");
    const killing = sleep(Math.random() * 120).then(() => kill(child));
    for (let id = await nextLine(lines); id !== ""; id = await nextLine(lines)) acknowledged.add(id);
    await killing;
    const log = await openEventLog(folder);
    const found = new Set<string>();
    let lastSeq = 0;
    for await (const { seq, id, data } of log.scan()) {
      expect(seq).toBe(lastSeq + 1);
      expect(data).toBe("é".repeat(Number(id.split("-")[2]) % 300));
      lastSeq = seq;
      found.add(id);
    }
    expect(found.size).toBe(lastSeq);
    expect([...acknowledged].filter((id) => !found.has(id))).toEqual([]);
    await log.close();
  }
  expect(acknowledged.size).toBeGreaterThan(50);
});

it("B89: at a real limit of the system the append fails, earlier events stay, and a new start is clean", async () => {
  const { lines } = await startWriter(
    `const log = await openEventLog(folder);
     for (let n = 0; ; n += 1) {
       const failed = await log.append([{ id: "e" + n, type: "noted", data: "x".repeat(900) }]).catch((error) => error.reason);
       if (typeof failed !== "string") continue;
       await log.append([{ id: "small", type: "noted", data: null }]).catch(() => undefined);
       console.log([failed, n, JSON.stringify(await log.stats())].join(" "));
       await log.close();
       break;
     }`,
    "ulimit -f 16;",
  );
  const [reason, count, stats] = (await nextLine(lines)).split(" ");
  expect(reason).toBe("log_write_failed");
  const written = JSON.parse(stats ?? "{}") as { events: number; bytes: number };
  expect(written.bytes).toBeLessThanOrEqual(16 * 1024);
  const log = await openEventLog(folder);
  expect(await log.stats()).toMatchObject({ events: written.events, bytes: written.bytes, tornBytesDropped: 0 });
  expect(written.events).toBeGreaterThanOrEqual(Number(count));
  expect((await readFile(path.join(folder, "segment-000001-000001.ndjson"))).length).toBe(written.bytes);
  await log.close();
});
