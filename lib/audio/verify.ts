import type { AnalyzeInput } from "./analyze";
import { hashFile } from "./hash-file";
import { openSource } from "./open-source";

/** What is known of a file once it was read whole, before its sound is decoded. */
export interface VerifiedFile {
  /** Of all its bytes, hexadecimal. */
  sha256: string;
  /** As its own structure says; null where only decoding tells. */
  durationSec: number | null;
}

/**
 * Looks whether a file is whole and of the kind it was taken for, and hashes it. Far quicker than `analyzeAudio`, whose
 * failures it throws as far as they can be told without decoding.
 */
export async function verifyAudio(input: AnalyzeInput): Promise<VerifiedFile> {
  const signal = input.signal ?? new AbortController().signal;
  const { path, container, tools, onProgress } = input;
  const source = await openSource({ path, container, tools, signal });
  try {
    const { expectedFrames, sampleRateHz } = source.probe;
    const sha256 = await hashFile(path, signal);
    onProgress?.(1);
    return { sha256, durationSec: expectedFrames === null ? null : expectedFrames / sampleRateHz };
  } finally {
    await source.close();
  }
}
