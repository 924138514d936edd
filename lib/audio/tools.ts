import { readTool } from "./child-process";

/** The programs found on this machine; null means absent, and then sounds are decoded in process. */
export interface AudioTools {
  ffmpegPath: string | null;
  ffprobePath: string | null;
  ffmpegVersion: string | null;
}

/** What there is when nothing is installed. */
export const NO_AUDIO_TOOLS: AudioTools = { ffmpegPath: null, ffprobePath: null, ffmpegVersion: null };

const VERSION_TIMEOUT_MS = 5000;

/** Looks for ffmpeg and ffprobe, on PATH unless told where. Never throws; both must answer, or neither is used. */
export async function findAudioTools(commands = { ffmpeg: "ffmpeg", ffprobe: "ffprobe" }): Promise<AudioTools> {
  const [ffmpegVersion, ffprobeVersion] = await Promise.all([
    readVersion(commands.ffmpeg),
    readVersion(commands.ffprobe),
  ]);
  if (ffmpegVersion === null || ffprobeVersion === null) return NO_AUDIO_TOOLS;
  return { ffmpegPath: commands.ffmpeg, ffprobePath: commands.ffprobe, ffmpegVersion };
}

async function readVersion(command: string): Promise<string | null> {
  const { exit, text } = await readTool(command, ["-version"], { timeoutMs: VERSION_TIMEOUT_MS });
  if (exit.kind !== "ok") return null;
  return /^ff\w+ version (\S+)/.exec(text)?.[1] ?? null;
}
