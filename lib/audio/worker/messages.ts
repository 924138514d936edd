import { AppError, type ErrorCode } from "@/lib/core/errors";
import type { AnalyzeInput, VerifiedFile } from "../analyze";
import type { AudioAnalysis } from "../audio-analysis";
import type { ClipFile, ClipInput } from "../clip";
import type { EmbeddedCover } from "../embedded-cover";
import type { SourceAddress } from "../fetch-source";
import type { Preview, PreviewInput } from "../preview";

type Sendable<Input> = Omit<Input, "signal" | "onProgress" | "onVerified"> & Fetched;

export interface Fetched {
  /** Where the file comes from; it is copied to `path` first. It lies there already unless said. */
  from?: SourceAddress;
}

/** The pieces of work and what each answers. */
export interface JobResults {
  analyze: AudioAnalysis;
  preview: Preview;
  clip: ClipFile;
  cover: EmbeddedCover | null;
}

export interface JobInputs {
  analyze: Sendable<AnalyzeInput>;
  preview: Sendable<PreviewInput>;
  clip: Sendable<ClipInput>;
  cover: { path: string } & Fetched;
}

export type JobKind = keyof JobInputs;

/** What a worker is told. One at a time. */
export type JobMessage = { [Kind in JobKind]: { kind: Kind; input: JobInputs[Kind] } }[JobKind];

/** An error as a message between processes can carry it. */
export interface SentFailure {
  message: string;
  /** Of an expected failure. */
  expected?: { code: ErrorCode; reason: string };
  stack?: string;
}

/** What a worker says. `ready` comes once, first. */
export type WorkerMessage =
  | { type: "ready" }
  | { type: "verified"; file: VerifiedFile }
  | { type: "progress"; fraction: number }
  | { type: "done"; result: JobResults[JobKind] }
  | { type: "failed"; failure: SentFailure };

export function packFailure(error: unknown): SentFailure {
  if (error instanceof AppError)
    return { message: error.message, expected: { code: error.code, reason: error.reason } };
  return error instanceof Error ? { message: error.message, stack: error.stack } : { message: String(error) };
}

/** The same failure on this side: an expected one stays one. */
export function unpackFailure({ message, expected, stack }: SentFailure): Error {
  if (expected) return new AppError(expected.code, expected.reason, message);
  return new Error(message, { cause: stack });
}
