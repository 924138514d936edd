import { type FileHandle, open } from "node:fs/promises";
import { AppError } from "@/lib/core/errors";
import type { FileMetadata } from "./audio-analysis";
import { audioFailure } from "./audio-errors";
import { decodeWithFfmpeg } from "./ffmpeg-decode";
import { probeWithFfprobe } from "./ffprobe";
import { readFileMetadata } from "./file-metadata";
import { assertNotTruncated } from "./integrity";
import type { PcmBlock } from "./meter";
import { openPcm, PCM_HEADERS } from "./pcm-decode";
import { type Container, SNIFF_BYTES } from "./sniff";
import { sniffOpenFile } from "./sniff-file";
import type { SourceProbe } from "./source-probe";
import type { AudioTools } from "./tools";
import { decodeWithWasm, probeFromMetadata, wasmCodec } from "./wasm-decode";

export interface SourceInput {
  /** A private temporary file. */
  path: string;
  /** As it was told before: by `sniffFile`, or by who looked at its first bytes. */
  container: Container;
  tools: AudioTools;
  signal: AbortSignal;
}

/** A file that was checked and can be decoded once. */
export interface OpenSource {
  /** `ffmpeg` where the host has it, also for plain samples, which are read without it. */
  engine: "ffmpeg" | "wasm";
  container: Container;
  sizeBytes: number;
  probe: SourceProbe;
  metadata: FileMetadata;
  isMetadataUnreadable: boolean;
  blocks(): AsyncGenerator<PcmBlock>;
  close(): Promise<void>;
}

/**
 * Checks a file and opens it with FFmpeg, or in process where there is none.
 * Throws `empty`, `not_audio`, `truncated`, `no_audio_stream`, `needs_ffmpeg`, `decode_failed`.
 */
export async function openSource(input: SourceInput): Promise<OpenSource> {
  input.signal.throwIfAborted();
  const file = await open(input.path, "r");
  try {
    const { size: sizeBytes } = await file.stat();
    const container = await sniffOpenFile(file);
    if (!isAsClaimed(container, input.container)) throw audioFailure("not_audio");
    await assertNotTruncated(file, container, sizeBytes);
    const [tags, opened] = await openWithEngine({ ...input, container }, file, sizeBytes);
    const { metadata, problem } = tags;
    return {
      ...opened,
      container,
      sizeBytes,
      metadata,
      isMetadataUnreadable: problem !== null,
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Whoever saw only the start of a long tag took a FLAC behind it for an MP3. */
function isAsClaimed(found: Container, claimed: Container): boolean {
  return found === claimed || (found === "flac" && claimed === "mp3");
}

type Tags = Awaited<ReturnType<typeof readFileMetadata>>;
type Opened = Pick<OpenSource, "engine" | "probe" | "blocks">;

async function openWithEngine(
  { path, container, tools, signal }: SourceInput,
  file: FileHandle,
  sizeBytes: number,
): Promise<[Tags, Opened]> {
  const { ffmpegPath, ffprobePath } = tools;
  if (ffmpegPath !== null && ffprobePath !== null) {
    const samples = await openPlainSamples(container, file, sizeBytes);
    if (samples) return [await readFileMetadata(path), { engine: "ffmpeg", ...samples }];
    const [tags, probe] = await Promise.all([
      readFileMetadata(path),
      probeWithFfprobe(ffprobePath, path, container, signal),
    ]);
    return [
      tags,
      { engine: "ffmpeg", probe, blocks: () => decodeWithFfmpeg({ ffmpegPath, path, container, probe, signal }) },
    ];
  }
  const readPcmHeader = PCM_HEADERS[container];
  if (readPcmHeader) {
    const decoder = openPcm(file, await readPcmHeader(file, sizeBytes));
    return [await readFileMetadata(path), { engine: "wasm", ...decoder }];
  }
  const head = new Uint8Array(SNIFF_BYTES);
  await file.read(head, 0, head.length, 0);
  const codec = wasmCodec(container, head);
  const tags = await readFileMetadata(path);
  const probe = probeFromMetadata(codec, tags.format);
  return [tags, { engine: "wasm", probe, blocks: () => decodeWithWasm(file, codec, probe) }];
}

/** Samples that need no decoder are read twice as fast without one; null for what only FFmpeg may know. */
async function openPlainSamples(container: Container, file: FileHandle, sizeBytes: number) {
  const readHeader = PCM_HEADERS[container];
  if (!readHeader) return null;
  try {
    return openPcm(file, await readHeader(file, sizeBytes));
  } catch (error) {
    if (error instanceof AppError && ["needs_ffmpeg", "decode_failed"].includes(error.reason)) return null;
    throw error;
  }
}
