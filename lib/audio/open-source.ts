import { type FileHandle, open } from "node:fs/promises";
import type { FileMetadata } from "./audio-analysis";
import { audioFailure } from "./audio-errors";
import { decodeWithFfmpeg } from "./ffmpeg-decode";
import { probeWithFfprobe } from "./ffprobe";
import { readFileMetadata } from "./file-metadata";
import { assertNotTruncated } from "./integrity";
import type { PcmBlock } from "./meter";
import { type Container, SNIFF_BYTES } from "./sniff";
import { requireContainer } from "./sniff-file";
import type { SourceProbe } from "./source-probe";
import type { AudioTools } from "./tools";
import { decodeWithWasm, probeFromMetadata, wasmCodec } from "./wasm-decode";
import { openWav } from "./wav-decode";

export interface SourceInput {
  /** A private temporary file. */
  path: string;
  container: Container;
  tools: AudioTools;
  signal: AbortSignal;
}

/** A file that was checked and can be decoded once. */
export interface OpenSource {
  engine: "ffmpeg" | "wasm";
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
    const head = new Uint8Array(Math.min(SNIFF_BYTES, sizeBytes));
    await file.read(head, 0, head.length, 0);
    if (requireContainer(head) !== input.container) throw audioFailure("not_audio");
    await assertNotTruncated(file, input.container, sizeBytes);
    const [tags, opened] = await openWithEngine(input, file, sizeBytes, head);
    const { metadata, problem } = tags;
    return { ...opened, sizeBytes, metadata, isMetadataUnreadable: problem !== null, close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

type Tags = Awaited<ReturnType<typeof readFileMetadata>>;
type Opened = Pick<OpenSource, "engine" | "probe" | "blocks">;

async function openWithEngine(
  { path, container, tools, signal }: SourceInput,
  file: FileHandle,
  sizeBytes: number,
  head: Uint8Array,
): Promise<[Tags, Opened]> {
  const { ffmpegPath, ffprobePath } = tools;
  if (ffmpegPath !== null && ffprobePath !== null) {
    const [tags, probe] = await Promise.all([
      readFileMetadata(path),
      probeWithFfprobe(ffprobePath, path, container, signal),
    ]);
    return [
      tags,
      { engine: "ffmpeg", probe, blocks: () => decodeWithFfmpeg({ ffmpegPath, path, container, probe, signal }) },
    ];
  }
  if (container === "wav") {
    return [await readFileMetadata(path), { engine: "wasm", ...(await openWav(file, sizeBytes)) }];
  }
  const codec = wasmCodec(container, head);
  const tags = await readFileMetadata(path);
  const probe = probeFromMetadata(codec, tags.format);
  return [tags, { engine: "wasm", probe, blocks: () => decodeWithWasm(file, codec, probe) }];
}
