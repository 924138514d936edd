import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { analyzeAudio } from "@/lib/audio/analyze";
import { findAudioTools } from "@/lib/audio/tools";
import { synthesizeWav } from "../e2e/sound";
import { median, type Row } from "./row";

const DURATION_SEC = 180;
const ROUNDS = 5;

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
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
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
