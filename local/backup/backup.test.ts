import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { appendFile, cp, mkdir, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Manifest, writeManifest } from "./manifest";
import { restoreBackup } from "./restore-backup";
import { takeBackup } from "./take-backup";
import { Band } from "./testing/band";
import { RunningParts } from "./testing/running-parts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const print = () => undefined;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "segno-backup-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const openings: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const { close } of openings.splice(0).reverse()) await close();
});

async function start(name: string): Promise<{ parts: RunningParts; band: Band }> {
  const parts = await RunningParts.start(path.join(folder, name));
  openings.push({ close: () => parts.stop() });
  const band = await Band.join(parts);
  openings.push({ close: () => band.leave() });
  return { parts, band };
}

const at = (...names: string[]) => path.join(folder, ...names);

describe("a backup while everything runs", () => {
  it("B170: is of one moment: behind each row is what it rests on, and nothing from before the backup is missing", async () => {
    const { parts, band } = await start("busy");
    band.play();
    await expect.poll(() => band.acknowledged.size, { timeout: 30_000, interval: 20 }).toBeGreaterThan(30);
    const before = [...band.acknowledged];
    const { heldMs } = await takeBackup({ dataDir: parts.dataDir, target: at("of-busy"), print });
    await sleep(300);
    await band.rest();
    expect((await band.findLosses()).takes).toEqual([]);
    expect(heldMs).toBeLessThan(5_000);
    await parts.kill();

    await restoreBackup({ source: at("of-busy"), dataDir: at("again"), isReplacing: false });
    const restored = await start("again");
    const { rows, ...losses } = await restored.band.findLosses();
    expect(losses).toEqual({ takes: [], mails: [], events: [] });
    expect(before.length).toBeGreaterThan(5);
    expect(rows).toBeGreaterThan(before.length);
    expect(await restored.band.listTakes()).toEqual(expect.arrayContaining(before));
    // It takes more, and can be backed up itself.
    restored.band.play();
    await sleep(300);
    await restored.band.rest();
    await takeBackup({ dataDir: at("again"), target: at("of-again"), print });
  }, 400_000);

  it("B171: broken off by SIGKILL at any moment, leaves nothing that a restore takes, and the next one succeeds", async () => {
    const { parts, band } = await start("killed");
    band.play();
    await sleep(300);
    await band.rest();
    const half = at("of-killed.unfinished");
    const signs = [half, path.join(parts.dataDir, "s3", ".held"), "postgres/cluster/backup_label", "manifest.json"];
    for (const sign of signs) {
      const command = runBackup(parts.dataDir, at("of-killed"));
      const ended = new Promise((resolve) => command.once("close", resolve));
      while (!existsSync(path.resolve(half, sign)) && !existsSync(at("of-killed"))) await sleep(1);
      command.kill("SIGKILL");
      await ended;
      if ((await readdir(folder)).includes("of-killed")) {
        // It was done before the kill: then it is whole.
        await restoreBackup({ source: at("of-killed"), dataDir: await mkdtemp(at("whole-")), isReplacing: false });
        await rm(at("of-killed"), { recursive: true });
      } else {
        const job = { source: half, dataDir: at("never"), isReplacing: false };
        await expect(restoreBackup(job)).rejects.toThrow(/no whole backup/);
      }
    }
    await takeBackup({ dataDir: parts.dataDir, target: at("of-killed"), print });
    await band.playOnce();
    expect((await readdir(folder)).filter((name) => name === "never" || name.endsWith(".unfinished"))).toEqual([]);
    for (const part of ["s3", "inngest", "mail"])
      await expect.poll(() => readdir(path.join(parts.dataDir, part))).not.toContain(".held");
  }, 400_000);

  it("refuses a second one beside it", async () => {
    const { parts } = await start("twice");
    const job = (name: string) => takeBackup({ dataDir: parts.dataDir, target: at(name), print });
    const results = await Promise.allSettled([job("first"), job("second")]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const refusal = results.find((result) => result.status === "rejected");
    expect(String(refusal?.reason)).toMatch(/Another backup is being taken/);
  }, 60_000);

  it("fails when a part ends while all should stand still, and leaves none standing", async () => {
    const parts = await RunningParts.start(at("falling"), (hold) => {
      parts.children.get("mail")?.kill("SIGKILL");
      const until = Date.now() + 300;
      while (Date.now() < until);
      return hold;
    });
    openings.push({ close: () => parts.stop() });
    await expect(takeBackup({ dataDir: parts.dataDir, target: at("of-falling"), print })).rejects.toThrow(/Try again/);
    expect((await readdir(folder)).filter((name) => name.startsWith("of-falling"))).toEqual([]);
    expect(
      (
        await fetch(`${parts.read("INNGEST_BASE_URL")}/e/${parts.read("INNGEST_EVENT_KEY")}`, {
          method: "POST",
          body: JSON.stringify({ name: "take.recorded", data: {} }),
        })
      ).status,
    ).toBe(200);
  }, 60_000);
});

function runBackup(dataDir: string, target: string): ChildProcess {
  const args = ["--import", "tsx", "local/backup.ts", target];
  return spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, SEGNO_DATA_DIR: dataDir },
    stdio: "ignore",
  });
}

describe("a restore", () => {
  let source: string;
  let manifest: Manifest;
  beforeAll(async () => {
    const parts = await RunningParts.start(at("quiet"));
    const band = await Band.join(parts);
    await band.playUntil(5);
    await band.leave();
    await parts.kill();
    source = at("of-quiet");
    ({ manifest } = await takeBackup({ dataDir: at("quiet"), target: source, print }));
  }, 60_000);

  const restore = (from: string, name: string, isReplacing = false) =>
    restoreBackup({ source: from, dataDir: at(name), isReplacing });

  it("B172: makes of a backup of a stopped, even a killed Segno what was there", async () => {
    await restore(source, "quiet-again");
    const { band } = await start("quiet-again");
    const { rows, ...losses } = await band.findLosses();
    expect(losses).toEqual({ takes: [], mails: [], events: [] });
    expect(rows).toBeGreaterThan(3);
  }, 60_000);

  it("B173: refuses a damaged byte anywhere by the file's name, and a file that is missing, and touches nothing", async () => {
    const bad = at("bad");
    await cp(source, bad, { recursive: true });
    const victims = manifest.files.filter(({ sizeBytes }) => sizeBytes > 0).map((file) => file.path);
    const chosen = [victims.at(0), victims.at(-1), victims.find((file) => file.startsWith("s3/segno/data/"))];
    for (const file of [...chosen, "manifest.json"] as string[]) {
      await flipByte(path.join(bad, file));
      await expect(restore(bad, "untouched")).rejects.toThrow(
        `The backup is damaged: ${file} is not what was written.`,
      );
      await cp(path.join(source, file), path.join(bad, file));
    }
    await rm(path.join(bad, "secrets.json"));
    await appendFile(path.join(bad, "version.json"), " ");
    await expect(restore(bad, "untouched")).rejects.toThrow(/secrets.json is not what was written. So are 1 more/);
    expect(await readdir(folder)).not.toContain("untouched");
  }, 60_000);

  it("B171: refuses one that was broken off after its last byte and before it got its name", async () => {
    await cp(source, at("late.unfinished"), { recursive: true });
    await expect(restore(at("late.unfinished"), "untouched")).rejects.toThrow(/broken off/);
  });

  it("refuses what a newer Segno wrote", async () => {
    for (const [change, words] of [
      [{ format: 2 }, "backup format 2"],
      [{ dataFormat: 2 }, "data format 2"],
      [{ product: "7.0.0" }, "Segno 7.0.0"],
    ] as const) {
      const newer = await mkdtemp(at("newer-"));
      await writeManifest(newer, { ...manifest, ...change });
      await expect(restore(newer, "untouched")).rejects.toThrow(`written by a newer Segno (${words};`);
    }
  });

  it("refuses a folder that is not empty, or in use; --replace keeps what was there beside it", async () => {
    await mkdir(at("taken"));
    await writeFile(at("taken", "notes.txt"), "mine");
    await expect(restore(source, "taken")).rejects.toThrow(/holds something already/);
    expect(await readdir(at("taken"))).toEqual(["notes.txt"]);
    const { keptAs } = await restore(source, "taken", true);
    expect(await readFile(path.join(keptAs ?? "", "notes.txt"), "utf8")).toBe("mine");
    expect(await readdir(at("taken"))).toEqual(expect.arrayContaining(["postgres", "secrets.json"]));

    const parts = await RunningParts.start(at("taken"));
    openings.push({ close: () => parts.stop() });
    await expect(restore(source, "taken", true)).rejects.toThrow(/Segno already runs on/);
  }, 60_000);

  it("that is broken off leaves a folder that no start and no backup takes, until it is restored again", async () => {
    await restore(source, "half");
    await writeFile(at("half", "restore-unfinished.txt"), "");
    await expect(RunningParts.start(at("half"))).rejects.toThrow(/A restore into .* was broken off/);
    await expect(takeBackup({ dataDir: at("half"), target: at("of-half"), print })).rejects.toThrow(/broken off/);
    await restore(source, "half", true);
    await expect(stat(at("half", "restore-unfinished.txt"))).rejects.toThrow(/ENOENT/);
  }, 60_000);
});

describe("a backup's place", () => {
  it("is never one that exists, nor inside of the data folder, and there must be something to keep", async () => {
    await mkdir(at("full"));
    await writeFile(at("full", "notes.txt"), "mine");
    const job = (dataDir: string, target: string) => takeBackup({ dataDir: at(dataDir), target: at(target), print });
    await expect(job("quiet", "full")).rejects.toThrow(/exists already/);
    await expect(job("quiet", path.join("quiet", "backups"))).rejects.toThrow(/outside of the data folder/);
    await expect(job("nothing", "of-nothing")).rejects.toThrow(/holds nothing of Segno/);
    expect(await readdir(at("full"))).toEqual(["notes.txt"]);
  });
});

async function flipByte(file: string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    const { size } = await handle.stat();
    const byte = Buffer.alloc(1);
    const place = Math.floor(size / 2);
    await handle.read(byte, 0, 1, place);
    byte[0] = (byte[0] ?? 0) ^ 1;
    await handle.write(byte, 0, 1, place);
  } finally {
    await handle.close();
  }
}
