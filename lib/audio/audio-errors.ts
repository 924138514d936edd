import { AppError } from "@/lib/core/errors";

/** Why a file could not be used, each with the sentence a person reads. */
const SENTENCES = {
  empty: "This file holds no sound: it is empty. Export it again and upload the new file.",
  not_audio: "This is not a sound file we know. Upload WAV, AIFF, FLAC, MP3, M4A, CAF, Ogg or Opus.",
  truncated: "This file ends too early: part of it is missing. Export or copy it again and upload the whole file.",
  too_long: "This sound is longer than 24 hours. Cut it into parts and upload these.",
  no_audio_stream: "There is no sound track in this file.",
  needs_ffmpeg:
    "This server can't read this format because FFmpeg is not installed. Upload plain WAV or AIFF, FLAC, MP3, Ogg Vorbis or Opus instead.",
  decode_failed: "The sound in this file can't be decoded: it is damaged or of a kind we don't know. Export it again.",
} as const;

export type AudioFailureReason = keyof typeof SENTENCES;

/** The expected failure of a file that can't be used: `invalid_input` with a closed reason. */
export function audioFailure(reason: AudioFailureReason, cause?: unknown): AppError {
  return new AppError("invalid_input", reason, SENTENCES[reason], { cause });
}

/** A tool that did not get enough of the machine says nothing about the file: it is tried again. */
export function toolTooSlow(): AppError {
  return new AppError(
    "unavailable",
    "audio_tool_slow",
    "This server is too busy: reading this sound took far longer than it should. It is tried again.",
  );
}
