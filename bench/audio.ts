import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { analyzeAudio } from "@/lib/audio/analyze";
import { BLOCK_FRAMES } from "@/lib/audio/meter";
import { MusicMeter } from "@/lib/audio/music/music-meter";
import { noise } from "@/lib/audio/testdata/synthesis";
import { findAudioTools } from "@/lib/audio/tools";
import { synthesizeWav } from "../e2e/sound";
import { median, type Row } from "./row";

const DURATION_SEC = 180;
const ROUNDS = 5;
const RATE_HZ = 44_100;

/** Measuring a 3-minute WAV, beside only decoding it. */
export async function measureAudio(): Promise<Row[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "segno-bench-"));
  try {
    const file = path.join(folder, "take.wav");
    await writeFile(file, synthesizeWav({ durationSec: DURATION_SEC }));
    const tools = await findAudioTools();
    const ours: number[] = [];
    const decode: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(await time(() => analyzeAudio({ path: file, container: "wav", tools })));
      decode.push(await time(() => run(tools.ffmpegPath ?? "ffmpeg", ["-v", "error", "-i", file, "-f", "null", "-"])));
    }
    return [
      {
        name: "audio/analysis-wav-3min",
        value: DURATION_SEC / median(ours),
        unit: "× real time",
        reference: { name: "ffmpeg -f null -", value: DURATION_SEC / median(decode) },
        target: "≥ 250",
      },
      { name: "audio/tempo-and-key-cpu", value: measureMusicCpuSec(), unit: "s of CPU in 3 min", target: "≤ 0.2" },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Processor time of tempo and key alone, of a sound in memory: the least of some rounds, since the first ones compile. */
function measureMusicCpuSec(): number {
  const loop = noise(RATE_HZ + BLOCK_FRAMES, 0.3);
  const spent: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    const meter = new MusicMeter(RATE_HZ);
    for (let from = 0; from < DURATION_SEC * RATE_HZ; from += BLOCK_FRAMES) {
      const block = loop.subarray(from % RATE_HZ, (from % RATE_HZ) + BLOCK_FRAMES);
      meter.process([block, block], BLOCK_FRAMES);
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
