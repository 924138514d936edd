import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { arrangeSong, type SongTruth } from "./arrange";
import { encodeMidi } from "./midi-file";
import type { SongPlan } from "./song-plan";

const run = promisify(execFile);
const SOUND_FONT = "/usr/share/sounds/sf2/FluidR3_GM.sf2";
const CACHE = path.join(tmpdir(), "segno-corpus");

/** Debian's fluidsynth and fluid-soundfont-gm. */
export const hasSynthesizer = existsSync(SOUND_FONT) && spawnSync("fluidsynth", ["--version"]).status === 0;
if (!hasSynthesizer) {
  process.stderr.write("\n*** fluidsynth or fluid-soundfont-gm is missing: accuracy of tempo and key is SKIPPED ***\n");
}

export interface RenderedSong {
  plan: SongPlan;
  truth: SongTruth;
  /** A 16-bit stereo WAV of 44.1 kHz in the temporary folder; made once. */
  wavPath: string;
}

export async function renderSong(plan: SongPlan): Promise<RenderedSong> {
  const { programs, notes, truth } = arrangeSong(plan);
  const midi = encodeMidi(programs, notes);
  const wavPath = path.join(CACHE, `${createHash("sha256").update(midi).digest("hex").slice(0, 32)}.wav`);
  if (!existsSync(wavPath)) await synthesize(midi, wavPath);
  return { plan, truth, wavPath };
}

async function synthesize(midi: Uint8Array, wavPath: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const midiPath = `${wavPath}.${process.pid}.mid`;
  const draft = `${wavPath}.${process.pid}.part`;
  await writeFile(midiPath, midi);
  await run("fluidsynth", [
    "-ni",
    "-q",
    "-g",
    "0.6",
    "-r",
    "44100",
    "-T",
    "wav",
    "-O",
    "s16",
    "-F",
    draft,
    SOUND_FONT,
    midiPath,
  ]);
  await rename(draft, wavPath);
  await rm(midiPath);
}
