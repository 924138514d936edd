import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findAudioTools } from "../tools";

const run = promisify(execFile);

export const audioTools = await findAudioTools();
export const hasFfmpeg = audioTools.ffmpegPath !== null;
if (!hasFfmpeg) process.stderr.write("\n*** ffmpeg is missing: comparisons with it are SKIPPED ***\n");

export interface TempFolder {
  path: string;
  write(name: string, bytes: Uint8Array | string): Promise<string>;
  /** Makes a file with ffmpeg; answers its path. */
  convert(source: string, name: string, ...args: string[]): Promise<string>;
  remove(): Promise<void>;
}

export async function makeTempFolder(): Promise<TempFolder> {
  const path = await mkdtemp(join(tmpdir(), "segno-audio-"));
  return {
    path,
    write: async (name, bytes) => {
      await writeFile(join(path, name), bytes);
      return join(path, name);
    },
    convert: async (source, name, ...args) => {
      await run("ffmpeg", ["-nostdin", "-v", "error", "-y", "-i", source, ...args, join(path, name)]);
      return join(path, name);
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

export function decibels(db: number): number {
  return 10 ** (db / 20);
}

/** A sine; frequency in Hz, phase in degrees. */
export function sine(
  frames: number,
  rateHz: number,
  frequencyHz: number,
  amplitude: number,
  phaseDeg = 0,
): Float32Array {
  const step = (2 * Math.PI * frequencyHz) / rateHz;
  const phase = (phaseDeg * Math.PI) / 180;
  return Float32Array.from({ length: frames }, (_, i) => amplitude * Math.sin(i * step + phase));
}

/** Repeatable noise in -amplitude..amplitude. */
export function noise(frames: number, amplitude: number, seed = 1): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: frames }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 31 - 1) * amplitude;
  });
}

export function joinSounds(...parts: Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** A song-like stereo test sound: two tones that come and go over a bed of noise. */
export function songLike(frames: number, rateHz: number): Float32Array[] {
  const bed = noise(frames, 0.05);
  return [220, 331].map((frequencyHz, side) =>
    sine(frames, rateHz, frequencyHz, 0.5).map(
      (value, i) => value * (0.2 + 0.8 * ((i / rateHz + side * 0.3) % 1)) + (bed[(i + side * 7) % frames] ?? 0),
    ),
  );
}

/** 16-bit (or 32-bit float) WAV. */
export function encodeWav(channels: Float32Array[], rateHz: number, format: "s16" | "f32" = "s16"): Uint8Array {
  const frames = channels[0]?.length ?? 0;
  const sampleBytes = format === "s16" ? 2 : 4;
  const blockAlign = channels.length * sampleBytes;
  const bytes = Buffer.alloc(44 + frames * blockAlign);
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(format === "s16" ? 1 : 3, 20);
  bytes.writeUInt16LE(channels.length, 22);
  bytes.writeUInt32LE(rateHz, 24);
  bytes.writeUInt32LE(rateHz * blockAlign, 28);
  bytes.writeUInt16LE(blockAlign, 32);
  bytes.writeUInt16LE(sampleBytes * 8, 34);
  bytes.write("data", 36, "latin1");
  bytes.writeUInt32LE(frames * blockAlign, 40);
  channels.forEach((channel, c) => {
    channel.forEach((value, i) => {
      const at = 44 + i * blockAlign + c * sampleBytes;
      if (format === "f32") bytes.writeFloatLE(value, at);
      else bytes.writeInt16LE(Math.max(-32768, Math.min(32767, Math.round(value * 32768))), at);
    });
  });
  return new Uint8Array(bytes);
}

/** A beat over chords that swell and fade, each channel a little different: drums of noise, five partials, a bass. */
export function musicLike(frames: number, rateHz: number, channels: number): Float32Array[] {
  const drums = noise(rateHz, 1, 7);
  return Array.from({ length: channels }, (_, c) =>
    Float32Array.from({ length: frames }, (_, i) => {
      const t = i / rateHz;
      const beat = (t * 2) % 1;
      const root = 110 * 2 ** (([0, 5, 7, 3][Math.floor(t / 2) % 4] ?? 0) / 12);
      let chord = 0;
      for (const [k, ratio] of [1, 1.25, 1.5, 2, 3].entries()) {
        chord += Math.sin(2 * Math.PI * root * ratio * t + c * k) / (k + 2);
      }
      const hit = (drums[i % rateHz] ?? 0) * Math.exp(-beat * 18);
      const swell = 0.15 + 0.35 * (0.5 - 0.5 * Math.cos((2 * Math.PI * t) / 9));
      return 0.8 * (chord * swell + 0.5 * hit * (c % 2 ? 0.6 : 1)) * 0.9 ** c;
    }),
  );
}
