import type { FileHandle } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import type { IAudioMetadata } from "music-metadata";
import { audioFailure } from "./audio-errors";
import type { PcmBlock } from "./meter";
import type { Container } from "./sniff";
import { isLosslessCodec, isPlausible, type SourceProbe } from "./source-probe";

type WasmCodec = "flac" | "mp3" | "vorbis" | "opus";

interface Decoded {
  channelData: Float32Array[];
  sampleRate: number;
}

interface StreamingDecoder {
  decode(bytes: Uint8Array): Decoded;
  flush?(): Decoded;
  free(): void;
}

/** Loaded on first use: a machine with FFmpeg never compiles them. */
const DECODERS: Record<WasmCodec, () => Promise<StreamingDecoder>> = {
  flac: async () => (await import("@audio/decode-flac")).decoder(),
  mp3: async () => (await import("@audio/decode-mp3")).decoder(),
  vorbis: async () => (await import("@audio/decode-vorbis")).decoder(),
  opus: async () => (await import("@audio/decode-opus")).decoder(),
};

const MOST_READ_BYTES = 8192;
const LEAST_READ_BYTES = 512;
/** What one synchronous decode may bring before the next read is made smaller: silence packs a minute into a few bytes. */
const MOST_FRAMES_A_READ = 32_768;
const LONGEST_FLAC_HEADER_BYTES = 16;
const YIELD_FRAMES = 8192;

/** Tells the codec from the container and its first bytes. Throws `needs_ffmpeg` for what has no decoder here. */
export function wasmCodec(container: Container, head: Uint8Array): WasmCodec {
  if (container === "flac" || container === "mp3" || container === "opus") return container;
  if (container !== "ogg") throw audioFailure("needs_ffmpeg");
  return Buffer.from(head).subarray(0, 128).includes("vorbis") ? "vorbis" : "flac";
}

/** The header facts that the tag reader found. Throws `decode_failed` when they are missing or absurd. */
export function probeFromMetadata(codec: WasmCodec, format: IAudioMetadata["format"] | null): SourceProbe {
  // Opus always decodes at 48 kHz; its header names the rate of the recording instead.
  const sampleRateHz = codec === "opus" ? 48_000 : (format?.sampleRate ?? 0);
  const channels = format?.numberOfChannels ?? 0;
  if (!isPlausible({ sampleRateHz, channels })) throw audioFailure("decode_failed", format);
  const isLossless = isLosslessCodec(codec);
  return {
    codec,
    isLossless,
    sampleRateHz,
    channels,
    bitDepth: (isLossless && format?.bitsPerSample) || null,
    bitrateBps: format?.bitrate ? Math.round(format.bitrate) : null,
    expectedFrames: format?.numberOfSamples ?? (Math.round((format?.duration ?? 0) * sampleRateHz) || null),
    channelLayout: null,
  };
}

/**
 * How many of these bytes may be given to the FLAC decoder at once: it does not know the start of a frame again when
 * only half of it came, and would lose that frame.
 */
export function uncutFlac(bytes: Uint8Array): number {
  for (let at = Math.max(1, bytes.length - LONGEST_FLAC_HEADER_BYTES); at < bytes.length; at++) {
    if (bytes[at] !== 0xff) continue;
    if (at + 1 === bytes.length || ((bytes[at + 1] as number) & 0xfe) === 0xf8) return at;
  }
  return bytes.length;
}

/** Streams a file through a WASM decoder, giving way to other work between slices. Throws `decode_failed`. */
export async function* decodeWithWasm(
  file: FileHandle,
  codec: WasmCodec,
  probe: SourceProbe,
): AsyncGenerator<PcmBlock> {
  const decoder = await DECODERS[codec]();
  const bytes = new Uint8Array(MOST_READ_BYTES);
  let readBytes = MOST_READ_BYTES;
  try {
    for (let at = 0; ; ) {
      const { bytesRead } = await file.read(bytes, 0, readBytes, at);
      if (bytesRead === 0) break;
      const piece = bytes.slice(0, codec === "flac" ? uncutFlac(bytes.subarray(0, bytesRead)) : bytesRead);
      at += piece.length;
      const decoded = decodeOrFail(() => decoder.decode(piece));
      const frames = decoded.channelData[0]?.length ?? 0;
      readBytes =
        frames > MOST_FRAMES_A_READ
          ? Math.max(LEAST_READ_BYTES, readBytes >> 1)
          : Math.min(MOST_READ_BYTES, readBytes << 1);
      yield* slices(decoded, probe);
    }
    if (decoder.flush)
      yield* slices(
        decodeOrFail(() => decoder.flush?.()),
        probe,
      );
  } finally {
    decoder.free();
  }
}

/** mpg123 gives two channels even for mono, so only as many as the header names are taken. */
async function* slices(decoded: Decoded | undefined, { channels, bitDepth }: SourceProbe): AsyncGenerator<PcmBlock> {
  const data = decoded?.channelData.slice(0, channels) ?? [];
  if (bitDepth !== null) for (const channel of data) restoreScale(channel, bitDepth);
  const frames = data[0]?.length ?? 0;
  if (frames > 0 && data.length < channels) throw audioFailure("decode_failed", { channels: data.length });
  for (let from = 0; from < frames; from += YIELD_FRAMES) {
    yield data.map((channel) => channel.subarray(from, from + YIELD_FRAMES));
    await setImmediate();
  }
}

/** The FLAC decoder divides by the largest integer, everyone else by the power of two: back to the integer and again. */
function restoreScale(samples: Float32Array, bitDepth: number): void {
  const full = 2 ** (bitDepth - 1);
  for (let i = 0; i < samples.length; i++) samples[i] = Math.round((samples[i] as number) * (full - 1)) / full;
}

function decodeOrFail<T>(decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    throw audioFailure("decode_failed", cause);
  }
}
