import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { VersionView } from "@/lib/domains/versions/schema";
import { type ApiPerson, createApiPerson } from "../e2e/api-person";
import { synthesizeWav } from "../e2e/sound";
import { type RunningStack, startStack } from "../e2e/stack";
import { listDescendants } from "../e2e/start-command";
import { CPU_TARGETS_SEC, type CpuSeconds, readCpuSeconds, subtractCpu } from "./process-cpu";
import { percentile, type Row } from "./row";
import { createSong, type SongPlace, uploadByApi } from "./upload-by-api";

const TAKES = 24;
const DURATION_SEC = 180;
const LIMIT_MS = 300_000;
const WORKER = /audio\/worker\/main\.ts/;

/**
 * A batch of 3-minute WAVs from upload to figures and previews, through storage, queue and workers, on a real start; what a
 * page waits for meanwhile, the memory that a worker takes, and the processor time of each part.
 */
export async function measurePipeline(): Promise<Row[]> {
  const stack = await startStack({ isOnDisk: true });
  try {
    const client = await createApiPerson(stack);
    const place = await createSong(client);
    const calmMs = await measurePage(client, place, async () => await sleep(3_000));
    const before = await readCpuSeconds(stack);
    const busy = { measuredPerMin: 0, readyPerMin: 0, peakRssMb: 0 };
    const busyMs = await measurePage(client, place, async () => {
      Object.assign(busy, await runBatch(stack, client, place));
    });
    return [
      { name: "pipeline/3min-wavs-measured-and-tagged", value: busy.measuredPerMin, unit: "/min", target: "≥ 150" },
      { name: "pipeline/3min-wavs-with-preview", value: busy.readyPerMin, unit: "/min", target: "≥ 20" },
      {
        name: "pipeline/song-page-p95-meanwhile",
        value: busyMs,
        unit: "ms",
        reference: { name: "the same with nothing to measure", value: calmMs },
        target: "≤ 50",
      },
      { name: "pipeline/worker-peak-rss", value: busy.peakRssMb, unit: "MB", target: "≤ 150" },
      ...cpuRows(await readCpuSeconds(stack), before),
    ];
  } finally {
    await stack.stop();
  }
}

/** Of one take, from its upload to its preview. */
function cpuRows(after: CpuSeconds, before: CpuSeconds): Row[] {
  return Object.entries(subtractCpu(after, before)).map(([part, seconds]) => ({
    name: `pipeline/cpu-of-${part}`,
    value: seconds / TAKES,
    unit: "s",
    target: `≤ ${CPU_TARGETS_SEC[part as keyof CpuSeconds]}`,
  }));
}

const songOf = (client: ApiPerson, { projectId, songId }: SongPlace) =>
  client.call<{ versions: VersionView[] }>("GET", `/api/projects/${projectId}/songs/${songId}`);

/** The song is read five times a second while something is done; milliseconds of the 95th of a hundred. */
async function measurePage(client: ApiPerson, place: SongPlace, work: () => Promise<void>): Promise<number> {
  const timesMs: number[] = [];
  let isOver = false;
  const asking = (async () => {
    while (!isOver) {
      const startedMs = performance.now();
      await songOf(client, place);
      timesMs.push(performance.now() - startedMs);
      await sleep(200);
    }
  })();
  await work();
  isOver = true;
  await asking;
  return percentile(timesMs, 0.95);
}

async function runBatch(stack: RunningStack, client: ApiPerson, place: SongPlace) {
  const wav = synthesizeWav({ durationSec: DURATION_SEC });
  const startedMs = performance.now();
  for (let take = 0; take < TAKES; take++) {
    // Each of its own bytes, or they would be told as the same file.
    wav.writeInt16LE(take, wav.length - 2);
    await uploadByApi(client, place, wav);
  }
  const peaks: number[] = [];
  const watch = async (isThere: (version: VersionView) => boolean): Promise<number> => {
    while (performance.now() - startedMs < LIMIT_MS) {
      const { versions } = await songOf(client, place);
      const failed = versions.find((version) => version.analysis.state === "failed");
      if (failed) throw new Error(failed.analysis.message ?? "An analysis failed.");
      peaks.push(...(await readPeakRssMb(stack.pid)));
      if (versions.length === TAKES && versions.every(isThere)) return performance.now() - startedMs;
      await sleep(500);
    }
    throw new Error(`Not done within ${LIMIT_MS} ms.`);
  };
  const measuredMs = await watch((version) => version.analysis.hasPeaks && version.tags.length > 0);
  const readyMs = await watch((version) => version.analysis.state === "done");
  const perMinute = (ms: number) => TAKES / (ms / 60_000);
  return { measuredPerMin: perMinute(measuredMs), readyPerMin: perMinute(readyMs), peakRssMb: Math.max(...peaks) };
}

/** The most that each living worker ever held (proc(5), VmHWM). */
async function readPeakRssMb(root: number): Promise<number[]> {
  const workers = (await listDescendants(root)).filter(({ command }) => WORKER.test(command));
  const statuses = await Promise.all(workers.map(({ pid }) => readFile(`/proc/${pid}/status`, "utf8")));
  return statuses.map((status) => Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
}
