import { AppError } from "@/lib/core/errors";
import { analyzeAudio } from "../analyze";
import { sniffFile } from "../sniff-file";
import { findAudioTools, NO_AUDIO_TOOLS } from "../tools";

/** What measuring one file in a process of its own came to. */
export interface MeasureReport {
  /** Frames of the sound, or the reason of a failure. */
  outcome: number | string;
  mostRssBytes: number;
  elapsedSec: number;
}

/** Measures the file `path` by `engine` and tells the parent. */
async function run([path = "", engine = ""]: string[]): Promise<void> {
  const tools = engine === "ffmpeg" ? await findAudioTools() : NO_AUDIO_TOOLS;
  const startedAt = performance.now();
  let outcome: number | string;
  try {
    outcome = (await analyzeAudio({ path, container: await sniffFile(path), tools })).source.frames;
  } catch (error) {
    outcome = error instanceof AppError ? error.reason : String(error);
  }
  const mostRssBytes = process.resourceUsage().maxRSS * 1024;
  const report: MeasureReport = { outcome, mostRssBytes, elapsedSec: (performance.now() - startedAt) / 1000 };
  process.send?.(report);
}

await run(process.argv.slice(2));
process.disconnect();
