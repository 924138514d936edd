import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Config } from "@/lib/config/config";
import { type Check, describeReason, fail, pass } from "./check";

const run = promisify(execFile);
const LIMIT_MS = 5_000;
const LEAST = [5, 1] as const;
/** What each kind of preview is encoded with (lib/audio/preview-format.ts). */
const ENCODERS: Record<Config["previewFormat"], string> = { aac: "aac", opus: "libopus", mp3: "libmp3lame" };

/**
 * FFmpeg is optional: the built-in decoders and encoder do without it, save for AAC and ALAC. One that is there must be new enough, and
 * able to make the previews that were asked for.
 */
export async function checkFfmpeg(format: Config["previewFormat"], command = "ffmpeg"): Promise<Check[]> {
  let version: string;
  let encoders: string;
  try {
    version = /^ffmpeg version (\S+)/.exec((await run(command, ["-version"], { timeout: LIMIT_MS })).stdout)?.[1] ?? "";
    encoders = (await run(command, ["-hide_banner", "-encoders"], { timeout: LIMIT_MS })).stdout;
  } catch (error) {
    const detail = `not found (${describeReason(error)}): the built-in decoders are used, and AAC and ALAC (M4A) cannot be read`;
    return [{ ...pass("ffmpeg", detail), cure: "To read those too: apt-get install ffmpeg, or brew install ffmpeg." }];
  }
  return [checkAge(version), checkEncoders(encoders, format)];
}

/** A build from source has a name in place of a number; it is believed. */
function checkAge(version: string): Check {
  const [, major, minor] = /^n?(\d+)\.(\d+)/.exec(version) ?? [];
  if (major === undefined) return pass("ffmpeg", version);
  const isOld = Number(major) < LEAST[0] || (Number(major) === LEAST[0] && Number(minor) < LEAST[1]);
  if (!isOld) return pass("ffmpeg", version);
  return fail("ffmpeg", `${version} is older than ${LEAST.join(".")}`, "Install a newer one, or none at all.");
}

function checkEncoders(listed: string, format: Config["previewFormat"]): Check {
  const has = (encoder: string) => new RegExp(`^ A\\S* +${encoder} `, "m").test(listed);
  const missing = Object.values(ENCODERS).filter((encoder) => !has(encoder));
  if (!has(ENCODERS[format])) {
    const cure =
      "Install a build of FFmpeg that has it (that of Debian or Homebrew does), or set another PREVIEW_FORMAT.";
    return fail("ffmpeg encoders", `${ENCODERS[format]} is missing, which PREVIEW_FORMAT=${format} needs`, cure);
  }
  if (missing.length === 0) return pass("ffmpeg encoders", Object.values(ENCODERS).join(", "));
  return pass(
    "ffmpeg encoders",
    `${ENCODERS[format]} is there; without ${missing.join(", ")}, which nothing needs now`,
  );
}
