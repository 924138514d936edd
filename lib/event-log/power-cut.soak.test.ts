import { mkdtempSync, rmSync } from "node:fs";
import { cp, mkdir, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LogReport, openEventLog } from "./log";
import { readEvents } from "./testing/read-events";
import { canMount, findObstacle, runTool } from "./testing/system-tools";
import { killWriter, startWriter, type WriterProcess } from "./testing/writer-process";

const SUITE = "the event log in a power cut";
const root = mkdtempSync(path.join(tmpdir(), "event-log-power-"));
const canRun =
  !findObstacle(SUITE, { tools: ["mkfs.ext4", "mount", "umount", "losetup"], needsRoot: true }) &&
  canMount(SUITE, root);
const [image, disk, crashImage, crashDisk] = ["disk.img", "disk", "crash.img", "crash-disk"].map((name) =>
  path.join(root, name),
) as [string, string, string, string];
const folder = path.join(disk, "log");
const crashFolder = path.join(crashDisk, "log");
const MOMENTS = 25;
let writer: WriterProcess;

/** Lanes that append as asked, with few or many lines a group, over rotations and now and then a compaction. */
const LOAD = `
  const log = await openEventLog(folder, { maxSegmentBytes: 400_000 });
  console.log("open");
  const durability = process.env.DURABILITY;
  const pauseMs = Number(process.env.LANES) > 1 ? 30 : 0;
  let n = 0;
  let compactAt = 3000;
  await Promise.all(Array.from({ length: Number(process.env.LANES) }, async (_, lane) => {
    for (;;) {
      n += 1;
      const id = "e" + n;
      const { events } = await log.append([{ id, type: "noted", data: "é".repeat(n % 200) }], { durability });
      console.log(id + " " + events[0].seq);
      // So many appenders would fill the disk before the last cut.
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs * Math.random()));
      if (lane > 0 || n < compactAt) continue;
      compactAt += 3000;
      await log.compact(({ seq }) => seq % 2 === 1 || seq > n - 1000);
    }
  }));`;

/** What a machine finds that loses its power now: what reached the block layer, without what the system had in memory. */
async function cutPower(): Promise<void> {
  writer.child.kill("SIGSTOP");
  // The file behind the loop device holds what was written to the disk; the page cache above it is not copied.
  await cp(image, crashImage);
  writer.child.kill("SIGCONT");
  runTool("mount", "-o", "loop", crashImage, crashDisk);
  // After a real cut its owner would be dead; here it lives on the other disk.
  for (const file of await readdir(crashFolder)) if (file.endsWith(".lock")) await rm(path.join(crashFolder, file));
}

describe.skipIf(!canRun)("a power cut", () => {
  beforeEach(async () => {
    runTool("truncate", "-s", "96M", image);
    runTool("mkfs.ext4", "-qF", image);
    await mkdir(disk, { recursive: true });
    await mkdir(crashDisk, { recursive: true });
    runTool("mount", "-o", "loop", image, disk);
  });
  afterEach(async () => {
    await killWriter(writer);
    runTool("umount", disk);
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it.each([
    ["fsync", 1],
    ["fsync", 64],
    ["os", 1],
    ["os", 64],
  ])(
    "B88: at %s with %i appenders, everything it promised is there, and nothing is damaged",
    async (durability, lanes) => {
      const acknowledged = new Map<string, number>();
      let restored = 0;
      let lost = 0;
      writer = await startWriter({ root, folder, body: LOAD, env: { DURABILITY: durability, LANES: String(lanes) } });
      expect(await writer.nextLine()).toBe("open");
      const reading = (async () => {
        for (let line = await writer.nextLine(); line !== ""; line = await writer.nextLine()) {
          const [id = "", seq] = line.split(" ");
          if (seq) acknowledged.set(id, Number(seq));
        }
      })();
      for (let moment = 0; moment < MOMENTS; moment += 1) {
        const before = acknowledged.size;
        while (acknowledged.size < before + 30) {
          if (writer.child.exitCode !== null) throw new Error("The writer has ended.");
          await sleep(5);
        }
        await sleep(Math.random() * 60);
        const promised = new Map(acknowledged);
        await cutPower();
        try {
          const reports: LogReport[] = [];
          const log = await openEventLog(crashFolder, { onReport: (report) => reports.push(report) });
          const events = await readEvents(log.scan());
          await log.append([{ id: "after", type: "noted", data: null }]);
          await log.close();
          const found = new Map(events.map(({ id, seq }) => [id, seq]));
          for (const { id, data } of events) expect(data).toBe("é".repeat(Number(id.slice(1)) % 200));
          // What a compaction was told to drop is no loss; it keeps the odd numbers.
          const missing = [...promised].filter(([id, seq]) => seq % 2 === 1 && found.get(id) !== seq);
          lost += missing.length;
          restored += reports.filter(({ kind }) => kind === "tail_restored").length;
          if (durability === "fsync") expect(missing).toEqual([]);
        } finally {
          runTool("umount", crashDisk);
        }
      }
      await killWriter(writer);
      await reading;
      process.stderr.write(
        `${durability}, ${lanes} appenders: ${acknowledged.size} acknowledged, ${MOMENTS} cuts, ${restored} tails restored, ${lost} lost\n`,
      );
      // The journal has to have been needed, and what was not synced has to have been lost: else nothing was cut.
      if (durability === "fsync") expect(restored).toBeGreaterThan(0);
      else expect(lost).toBeGreaterThan(0);
    },
  );
});
