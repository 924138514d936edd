import { rmSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, unlink, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AppError } from "@/lib/core/errors";
import type { LogReport } from "./event";
import { lockFolder } from "./lock";
import { readProcessStart } from "./process-start";

let folder: string;
let reports: LogReport[];
const DEAD = 999_999_999;
/** How often a folder that is in use is asked for again before it is refused. */
const PAUSES = 5;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "event-log-lock-"));
  reports = [];
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

const lock = () => lockFolder(folder, (report) => reports.push(report));
const place = (name: string) => path.join(folder, name);

async function putOwner(name: string, owner: { pid?: number; start?: string; host?: string }): Promise<void> {
  await writeFile(place(name), JSON.stringify({ pid: DEAD, start: "gone", host: hostname(), ...owner }));
}

/** No pause is longer than it must be, and each is told before it begins. */
function watchPauses(onPause: (count: number) => void = () => undefined): () => number {
  let count = 0;
  vi.spyOn(Math, "random").mockImplementation(() => {
    count += 1;
    onPause(count);
    return 0;
  });
  return () => count;
}

describe("a folder that is free", () => {
  it("holds a file that tells its owner until it is given back", async () => {
    const unlock = await lock();
    const [file = "", ...others] = await readdir(folder);
    expect(others).toEqual([]);
    expect(file).toMatch(new RegExp(`^writer-${process.pid}-[0-9a-f]{16}\\.lock$`));
    const start = await readProcessStart(process.pid);
    const owner = JSON.stringify({ pid: process.pid, start, host: hostname() });
    expect(await readFile(place(file), "utf8")).toBe(`${owner}\n`);
    await unlock();
    expect(await readdir(folder)).toEqual([]);
    expect(reports).toEqual([]);
  });

  it("gives no name twice, and may be given back twice", async () => {
    const unlock = await lock();
    const first = await readdir(folder);
    await unlock();
    const unlockAgain = await lock();
    await unlock();
    expect(await readdir(folder)).toHaveLength(1);
    expect(await readdir(folder)).not.toEqual(first);
    await unlockAgain();
  });

  it("tells when it can't be given back", async () => {
    const unlock = await lock();
    const [file = ""] = await readdir(folder);
    await unlink(place(file));
    await mkdir(place(file));
    await expect(unlock()).rejects.toMatchObject({ syscall: "unlink" });
  });
});

describe("a folder with a lock of somebody else", () => {
  it.each([
    ["of a process that is gone", { pid: DEAD }],
    ["of an earlier life of a process that lives", { pid: process.pid, start: "an earlier life" }],
  ])("B90: %s is taken over, and that is reported", async (_name, owner) => {
    await putOwner("writer-1-aa.lock", owner);
    const unlock = await lock();
    expect(reports).toEqual([{ kind: "stale_lock_removed", pid: owner.pid }]);
    expect(await readdir(folder)).toHaveLength(1);
    await unlock();
    expect(await readdir(folder)).toEqual([]);
  });

  it.each(["", "{", '{"pid":1,"start":"x","ho'])("B90: that a power cut left torn (%j) is taken over", async (torn) => {
    await writeFile(place("writer-1-aa.lock"), torn);
    const unlock = await lock();
    expect(reports).toEqual([{ kind: "stale_lock_removed", pid: 0 }]);
    await unlock();
  });

  it("that goes in the moment it is looked at is nobody's", async () => {
    await symlink("nothing", place("writer-1-aa.lock"));
    const unlock = await lock();
    expect(reports).toEqual([]);
    await unlock();
  });

  it("B90: of a living process is refused after a while, naming it, and stays", async () => {
    const unlock = await lock();
    const files = await readdir(folder);
    const countPauses = watchPauses();
    const error: unknown = await lock().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      code: "unavailable",
      reason: "log_locked",
      message: `Another process already writes to ${folder}. Stop process ${process.pid} first.`,
    });
    expect(countPauses()).toBe(PAUSES);
    expect(await readdir(folder)).toEqual(files);
    await unlock();
    await (await lock())();
  });

  it("B90: of another machine is never judged: the file to delete is named", async () => {
    await putOwner("writer-1-aa.lock", { host: "another-machine" });
    watchPauses();
    const file = place("writer-1-aa.lock");
    await expect(lock()).rejects.toMatchObject({
      reason: "log_locked",
      message: `Another process already writes to ${folder}. It was taken on "another-machine"; if nothing runs there any more, delete ${file}.`,
    });
    expect(reports).toEqual([]);
    expect(await readdir(folder)).toEqual(["writer-1-aa.lock"]);
  });

  it("that is given back meanwhile is no reason to refuse", async () => {
    await putOwner("writer-1-aa.lock", { host: "another-machine" });
    const countPauses = watchPauses((count) => {
      if (count === PAUSES) rmSync(place("writer-1-aa.lock"));
    });
    const unlock = await lock();
    expect(countPauses()).toBe(PAUSES);
    expect(await readdir(folder)).toHaveLength(1);
    await unlock();
  });

  it("waits for chance between two tries, so that two that start together don't meet again", async () => {
    await putOwner("writer-1-aa.lock", { host: "another-machine" });
    const waits: number[] = [];
    for (const random of [0, 0.999]) {
      vi.spyOn(Math, "random").mockReturnValue(random);
      const startedMs = performance.now();
      await expect(lock()).rejects.toMatchObject({ reason: "log_locked" });
      waits.push((performance.now() - startedMs) / PAUSES);
    }
    // A timer may be a millisecond early.
    expect(waits[0]).toBeGreaterThan(8);
    expect(waits[1]).toBeGreaterThan(48);
  });

  it("B220: is refused when it can't be read, and nothing of the try stays", async () => {
    await mkdir(place("writer-1-aa.lock"));
    await expect(lock()).rejects.toMatchObject({ code: "EISDIR", syscall: "read" });
    expect(await readdir(folder)).toEqual(["writer-1-aa.lock"]);
    await rm(place("writer-1-aa.lock"), { recursive: true });
    await (await lock())();
  });
});

it("B90: only files with the name of a lock are looked at", async () => {
  const others = ["writer-1-aa.lock.old", "old-writer-1-aa.lock", "writer-1-aa.draft", "writer-.lock"].sort();
  for (const name of others) await putOwner(name, {});
  await putOwner("writer-1-bb.lock", {});
  const unlock = await lock();
  expect(reports).toHaveLength(1);
  await unlock();
  expect((await readdir(folder)).sort()).toEqual(others);
});

it("B90: of many that ask at once beside a stale lock, never more than one has the folder", async () => {
  let holders = 0;
  let served = 0;
  const work = async () => {
    const unlock = await lock();
    holders += 1;
    expect(holders).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    holders -= 1;
    served += 1;
    await unlock();
  };
  for (let round = 0; round < 4; round += 1) {
    await putOwner(`writer-${DEAD}-${round}.lock`, {});
    const answers = await Promise.allSettled(Array.from({ length: 5 }, work));
    for (const answer of answers) {
      if (answer.status === "rejected") expect(answer.reason).toMatchObject({ reason: "log_locked" });
    }
    expect(await readdir(folder)).toEqual([]);
  }
  await work();
  expect(served).toBeGreaterThan(0);
});
