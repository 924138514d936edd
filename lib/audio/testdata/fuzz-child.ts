import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "@/lib/core/errors";
import { analyzeAudio } from "../analyze";
import { sniffFile } from "../sniff-file";
import { findAudioTools, NO_AUDIO_TOOLS } from "../tools";
import { findFault } from "./find-fault";
import { chooser, mutate } from "./mutate";

/** What is told of one mutated file. `outcome` is "ok", a failure's reason, or "FAULT: …". */
export interface FuzzReport {
  index: number;
  file: string;
  engine: "ffmpeg" | "wasm";
  outcome: string;
  elapsedMs: number;
  rssBytes: number;
}

async function judge(path: string, tools: typeof NO_AUDIO_TOOLS): Promise<string> {
  try {
    const analysis = await analyzeAudio({ path, container: await sniffFile(path), tools });
    const fault = findFault(analysis);
    return fault === null ? "ok" : `FAULT: ${fault}`;
  } catch (error) {
    if (error instanceof AppError && error.code === "invalid_input") return error.reason;
    return `FAULT: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

/** Mutates the files `names` in `folder` by the seeds from `from` to `to`, each `step`, and tells of each to the parent. */
async function run([folder = "", names = "", from = "0", to = "0", step = "1"]: string[]): Promise<void> {
  const tools = await findAudioTools();
  const files = names.split(",");
  const wholes = await Promise.all(files.map((name) => readFile(join(folder, name))));
  const path = join(folder, `mutated-${process.pid}`);
  for (let index = Number(from); index < Number(to); index += Number(step)) {
    const choose = chooser(index);
    const which = choose(files.length);
    const engine = choose(2) ? "ffmpeg" : "wasm";
    await writeFile(path, mutate(wholes[which] as Buffer, choose));
    const startedAt = performance.now();
    const outcome = await judge(path, engine === "ffmpeg" ? tools : NO_AUDIO_TOOLS);
    const elapsedMs = performance.now() - startedAt;
    const rssBytes = process.resourceUsage().maxRSS * 1024;
    const report: FuzzReport = { index, file: files[which] ?? "", engine, outcome, elapsedMs, rssBytes };
    process.send?.(report);
  }
}

await run(process.argv.slice(2));
process.disconnect();
