import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EventLog, type LogReport, openEventLog } from "./log";
import { readEvents } from "./testing/read-events";
import { canMount, findObstacle, runTool } from "./testing/system-tools";

const SUITE = "the event log on a full disk";
const mountPoint = mkdtempSync(path.join(tmpdir(), "event-log-full-"));
const canRun = !findObstacle(SUITE, { tools: ["mount", "umount"], needsRoot: true }) && canMount(SUITE, mountPoint);
const folder = path.join(mountPoint, "log");
const ballast = path.join(mountPoint, "ballast");
const reports: LogReport[] = [];
let log: EventLog;
let count: number;

async function start(maxSegmentBytes: number): Promise<void> {
  log = await openEventLog(folder, { maxSegmentBytes, onReport: (report) => reports.push(report) });
}

const append = (chars: number) => log.append([{ id: `e${count}`, type: "noted", data: "x".repeat(chars) }]);

/** Until one is refused; its reason is answered. */
async function appendUntilFull(chars: number): Promise<string> {
  for (;;) {
    count += 1;
    try {
      await append(chars);
    } catch (error) {
      return (error as { reason: string }).reason;
    }
  }
}

async function measureFiles(): Promise<number> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".ndjson"));
  const sizes = await Promise.all(names.map(async (name) => (await stat(path.join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function expectIntact(events: number): Promise<void> {
  const stats = await log.stats();
  expect(stats).toMatchObject({ events, isReadOnly: false, bytes: await measureFiles(), indexedBytes: stats.bytes });
  expect(await readEvents(log.scan())).toHaveLength(events);
}

describe.skipIf(!canRun)("on a disk without room", () => {
  beforeEach(async () => {
    runTool("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", mountPoint);
    await mkdir(folder);
    await writeFile(ballast, Buffer.alloc(1_000_000));
    reports.length = 0;
    count = 0;
  });
  afterEach(async () => {
    await log.close();
    runTool("umount", mountPoint);
  });
  afterAll(() => rmSync(mountPoint, { recursive: true }));

  it.each([
    ["one segment", 64_000_000],
    ["many segments", 50_000],
  ])(
    "B89: over %s, an append fails whole, what was kept can be read, and it goes on when there is room",
    async (_name, maxSegmentBytes) => {
      await start(maxSegmentBytes);
      for (const chars of [900, 20_000, 7]) {
        expect(await appendUntilFull(chars)).toBe("log_write_failed");
        expect(reports.at(-1)?.kind).toBe("write_rolled_back");
        count -= 1;
        await expectIntact(count);
      }
      await rm(ballast);
      for (let n = 0; n < 100; n += 1) {
        count += 1;
        await append(900);
      }
      await expectIntact(count);
      await log.close();
      await start(maxSegmentBytes);
      await expectIntact(count);
      expect(await log.stats()).toMatchObject({ tornBytesDropped: 0, lastSeq: count });
    },
  );

  it("B89: a compaction that finds no room leaves the log as it was, and works when there is some", async () => {
    await start(300_000);
    expect(await appendUntilFull(900)).toBe("log_write_failed");
    count -= 1;
    await expect(log.compact(() => true)).rejects.toMatchObject({ reason: "log_write_failed" });
    await expectIntact(count);
    await rm(ballast);
    await log.compact(({ seq }) => seq % 10 === 0);
    await expectIntact(Math.floor(count / 10));
    count += 1;
    await append(900);
  });

  it("B89: an opening that finds no room for its lock fails, changes nothing, and works when there is some", async () => {
    await start(64_000_000);
    expect(await appendUntilFull(5)).toBe("log_write_failed");
    count -= 1;
    await log.close();
    await writeFile(path.join(mountPoint, "rest"), Buffer.alloc(2_000_000)).catch(() => undefined);
    await expect(start(64_000_000)).rejects.toMatchObject({ code: "ENOSPC" });
    await rm(ballast);
    await start(64_000_000);
    await expectIntact(count);
  });
});
