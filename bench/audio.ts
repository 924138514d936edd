import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { analyzeAudio } from "@/lib/audio/analyze";
import { Kernels } from "@/lib/audio/kernels/kernels";
import { BLOCK_FRAMES } from "@/lib/audio/meter";
import { MusicMeter } from "@/lib/audio/music/music-meter";
import { openSource } from "@/lib/audio/open-source";
import { PeaksMeter } from "@/lib/audio/peaks-meter";
import { sniffFile } from "@/lib/audio/sniff-file";
import { startMeter } from "@/lib/audio/testdata/meter-feed";
import { noise } from "@/lib/audio/testdata/synthesis";
import { type AudioTools, findAudioTools } from "@/lib/audio/tools";
import { synthesizeWav } from "../e2e/sound";
import { median, type Row } from "./row";

const DURATION_SEC = 180;
const ROUNDS = 5;
const RATE_HZ = 44_100;

/** Besides the WAV, which FFmpeg makes each of; by the ending and what it is encoded with. */
const FORMATS = {
  flac: ["-c:a", "flac"],
  mp3: ["-c:a", "libmp3lame", "-b:a", "320k"],
  m4a: ["-c:a", "aac", "-b:a", "192k"],
  "alac.m4a": ["-c:a", "alac"],
  ogg: ["-c:a", "libvorbis", "-q:a", "6"],
  opus: ["-c:a", "libopus", "-b:a", "128k"],
  aiff: ["-c:a", "pcm_s24be"],
} as const;

/**
 * How long BBC audiowaveform 1.10.3 took for the peaks alone, as part of what `ffmpeg -f null -` took for the same file on
 * the same machine. It is in no package of Debian's, so its part is what stays to compare with.
 */
const AUDIOWAVEFORM_PARTS: Record<string, number> = { wav: 0.5, flac: 0.7, mp3: 2, opus: 1.9 };

/** Measuring 3 minutes of each format in this process, beside only decoding them. */
export async function measureAudio(): Promise<Row[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "segno-bench-"));
  try {
    const wav = path.join(folder, "take.wav");
    await writeFile(wav, synthesizeWav({ durationSec: DURATION_SEC }));
    const rows = [await measureFormat("wav", wav, "≥ 250"), ...(await measurePeaks("wav", wav))];
    for (const [ending, encoder] of Object.entries(FORMATS)) {
      const file = path.join(folder, `take.${ending}`);
      await run("ffmpeg", ["-v", "error", "-i", wav, ...encoder, file]);
      rows.push(await measureFormat(ending, file, "≥ 100"), ...(await measurePeaks(ending, file)));
    }
    rows.push({
      name: "audio/tempo-and-key-cpu",
      value: measureMusicCpuSec(),
      unit: "s of CPU in 3 min",
      target: "≤ 0.2",
    });
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureFormat(name: string, file: string, target: string): Promise<Row> {
  const tools = await findAudioTools();
  const container = await sniffFile(file);
  const ours: number[] = [];
  const decode: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await time(() => analyzeAudio({ path: file, container, tools })));
    decode.push(await time(() => run("ffmpeg", ["-v", "error", "-i", file, "-f", "null", "-"])));
  }
  return {
    name: `audio/analysis-3min-${name}`,
    value: DURATION_SEC / median(ours),
    unit: "× real time",
    reference: { name: "ffmpeg -f null -", value: DURATION_SEC / median(decode) },
    target,
  };
}

/** The peaks alone of what audiowaveform reads, too. */
async function measurePeaks(name: string, file: string): Promise<Row[]> {
  const part = AUDIOWAVEFORM_PARTS[name];
  if (part === undefined) return [];
  const tools = await findAudioTools();
  const ours: number[] = [];
  const decode: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await time(() => scanPeaks(file, tools)));
    decode.push(await time(() => run("ffmpeg", ["-v", "error", "-i", file, "-f", "null", "-"])));
  }
  return [
    {
      name: `audio/peaks-alone-3min-${name}`,
      value: median(ours) * 1000,
      unit: "ms",
      reference: { name: "ffmpeg -f null -", value: median(decode) * 1000 },
      target: `≤ ${part} ×`,
    },
  ];
}

async function scanPeaks(file: string, tools: AudioTools): Promise<void> {
  const { signal } = new AbortController();
  const source = await openSource({ path: file, container: await sniffFile(file), tools, signal });
  const { channels, sampleRateHz } = source.probe;
  const { meter, feed } = startMeter(channels, (kernels) => new PeaksMeter(sampleRateHz, 8, kernels));
  for await (const block of source.blocks()) feed(...block);
  meter.finish();
  await source.close();
}

/** Processor time of tempo and key alone, of a sound in memory: the least of some rounds, since the first ones compile. */
function measureMusicCpuSec(): number {
  const loop = noise(RATE_HZ + BLOCK_FRAMES, 0.3);
  const spent: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    const kernels = new Kernels();
    const meter = new MusicMeter(RATE_HZ, kernels);
    const plane = kernels.floats(BLOCK_FRAMES);
    for (let from = 0; from < DURATION_SEC * RATE_HZ; from += BLOCK_FRAMES) {
      plane.set(loop.subarray(from % RATE_HZ, (from % RATE_HZ) + BLOCK_FRAMES));
      meter.process([plane, plane], BLOCK_FRAMES);
    }
    meter.finish();
    const { user, system } = process.cpuUsage(before);
    spent.push((user + system) / 1e6);
  }
  return Math.min(...spent);
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

function run(command: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "ignore" });
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}`))));
  });
}
