import { fork } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AnalyzeInput, analyzeAudio } from "../analyze";
import { audioTools, encodeWav, makeTempFolder, songLike, type TempFolder } from "../testdata/synthesis";
import { NO_AUDIO_TOOLS } from "../tools";
import { WorkerProcess } from "./worker-process";
import { AudioWorkers } from "./workers";

const RATE_HZ = 44_100;
const WAIT = { timeout: 30_000, interval: 20 };
let folder: TempFolder;
let long: AnalyzeInput;
let short: AnalyzeInput;
let workers: AudioWorkers;

beforeAll(async () => {
  folder = await makeTempFolder();
  const write = async (name: string, seconds: number): Promise<AnalyzeInput> => {
    const file = await folder.write(name, encodeWav(songLike(seconds * RATE_HZ, RATE_HZ), RATE_HZ));
    return { path: file, container: "wav", tools: NO_AUDIO_TOOLS };
  };
  [long, short] = await Promise.all([write("long.wav", 300), write("short.wav", 2)]);
  workers = new AudioWorkers();
});
afterAll(async () => {
  await workers.close();
  await folder.remove();
});

/** Processes below a process, its children's children included, by what they run. */
async function listChildren(parent: number, pattern: RegExp): Promise<number[]> {
  const found: number[] = [];
  for (const name of (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = await readFile(`/proc/${name}/stat`, "utf8");
      const command = (await readFile(`/proc/${name}/cmdline`, "utf8")).replaceAll("\0", " ");
      const ppid = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      if (ppid === parent && pattern.test(command)) found.push(Number(name));
    } catch (error) {
      if (!["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    }
  }
  return found;
}

const WORKER = /audio\/worker\/main\.ts/;
const isAlive = async (pid: number) => {
  try {
    return !/^State:\s+Z/m.test(await readFile(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

/** Each starts processes, at a lower priority than what else runs. */
const SLOW = { timeout: 60_000 };

describe.skipIf(process.platform !== "linux")("sound is measured in processes of its own", SLOW, () => {
  it("B210: and the answer is the one that this process would give, progress included", async () => {
    const told: number[] = [];
    const measured = await workers.analyze({ ...short, onProgress: (fraction) => void told.push(fraction) });
    expect(measured).toEqual(await analyzeAudio(short));
    expect(told.at(-1)).toBe(1);
  });

  it("B210: a file that can't be used is refused with its reason", async () => {
    const file = await folder.write("no.wav", Buffer.alloc(5000, 7));
    const failure = { code: "invalid_input", reason: "not_audio" };
    await expect(workers.analyze({ ...short, path: file })).rejects.toMatchObject(failure);
    await expect(workers.makePreview({ ...short, path: file, outputFolder: folder.path })).rejects.toMatchObject(
      failure,
    );
  });

  it("B210, B223: a clip is cut there, too", async () => {
    const clip = await workers.makeClip({ ...short, outputFolder: folder.path, startSec: 0.5 });
    expect(clip).toMatchObject({ startSec: 0.5, durationSec: 1.5 });
  });

  it("B210: two at once, a third waits", async () => {
    // Both processes are there: the second would otherwise still start while the first is done.
    await Promise.all([workers.analyze(short), workers.analyze(short)]);
    let running = 0;
    let most = 0;
    const measure = async () => {
      let hasBegun = false;
      await workers.analyze({
        ...long,
        onProgress: () => {
          if (!hasBegun) running += 1;
          hasBegun = true;
          most = Math.max(most, running);
        },
      });
      running -= 1;
    };
    await Promise.all([measure(), measure(), measure()]);
    expect(most).toBe(2);
    expect(await listChildren(process.pid, WORKER)).toHaveLength(2);
  });

  it("B211: one that is killed fails its own job alone, as one to be tried again", async () => {
    let hasBegun = false;
    const jobs = [workers.analyze({ ...long, onProgress: () => (hasBegun = true) }), workers.analyze(long)];
    const ended = Promise.allSettled(jobs);
    await expect.poll(() => hasBegun, WAIT).toBe(true);
    const [first] = await listChildren(process.pid, WORKER);
    process.kill(first ?? 0, "SIGKILL");
    const outcomes = await ended;
    const failed = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(failed).toEqual([
      expect.objectContaining({
        reason: expect.objectContaining({ code: "unavailable", reason: "audio_worker_ended" }),
      }),
    ]);
    expect((await workers.analyze(short)).source.durationSec).toBe(2);
  });

  it("B231: one that takes far too long is ended, and its job is to be tried again", async () => {
    const worker = new WorkerProcess();
    const before = await listChildren(process.pid, WORKER);
    const slow = worker.run("analyze", { path: long.path, container: "wav", tools: audioTools }, { timeoutMs: 1_000 });
    await expect(slow).rejects.toMatchObject({ code: "unavailable", reason: "audio_worker_slow" });
    await expect.poll(async () => (await listChildren(process.pid, WORKER)).length, WAIT).toBe(before.length - 1);
    expect(worker.isUsable).toBe(false);
  });

  it("B211: one that is told to stop ends its tools, and says the caller's reason", async () => {
    const stop = new AbortController();
    const reason = new Error("deleted meanwhile");
    const onProgress = () => stop.abort(reason);
    const work = workers.analyze({ ...long, tools: audioTools, signal: stop.signal, onProgress });
    await expect(work).rejects.toBe(reason);
    for (const worker of await listChildren(process.pid, WORKER)) {
      expect(await listChildren(worker, /ffmpeg/)).toEqual([]);
    }
  });

  it("gives its memory back when nobody needs it, and takes no more when it is closed", async () => {
    const brief = new AudioWorkers(50);
    const before = await listChildren(process.pid, WORKER);
    await brief.analyze(short);
    await expect.poll(() => listChildren(process.pid, WORKER), WAIT).toEqual(before);
    await brief.close();
    await expect(brief.analyze(short)).rejects.toMatchObject({ reason: "audio_worker_ended" });
  });

  it("B211: is gone soon after its app was killed without warning", async () => {
    const script = path.join(import.meta.dirname, "testing", "measure.ts");
    const app = fork(script, [long.path], { execArgv: ["--import", "tsx"] });
    await once(app, "message");
    const left = await listChildren(app.pid ?? 0, WORKER);
    expect(left).toHaveLength(1);
    app.kill("SIGKILL");
    await expect.poll(async () => await Promise.all(left.map(isAlive)), WAIT).toEqual([false]);
  });
});
