import { AppError } from "@/lib/core/errors";

/** What the band reads. Nothing in it comes from the endpoint: its words may hold anything, a part of the key included. */
const FAILURES = {
  ai_busy: ["unavailable", "The AI model has too much to do at the moment. Press Try again in a while."],
  ai_down: ["unavailable", "The AI model could not be reached. Press Try again in a while."],
  ai_slow: ["unavailable", "The AI model took too long to answer. Press Try again in a while."],
  ai_key_refused: [
    "invalid_input",
    "The AI model refused this Segno's key. Ask whoever runs Segno to check AI_API_KEY, then press Try again.",
  ],
  ai_request_refused: [
    "invalid_input",
    "The AI model refused the request. Ask whoever runs Segno to check AI_BASE_URL, AI_MODEL and AI_HEARS, then press Try again.",
  ],
  ai_unreadable: [
    "invalid_input",
    "The AI model's answer could not be read. Press Try again, or ask whoever runs Segno for another AI_MODEL.",
  ],
  ai_declined: ["invalid_input", "The AI model declined to answer. Press Try again, or go on without it."],
} as const;

export type AiFailure = keyof typeof FAILURES;

/**
 * The failure as the rest of the app knows it: `unavailable` may work at another time, `invalid_input` won't by itself. It has no
 * cause, since the SDK's errors carry the whole request.
 */
export function aiFailure(reason: AiFailure, retryAfterSec?: number): AppError {
  const [code, message] = FAILURES[reason];
  return new AppError(code, reason, message, { retryAfterSec });
}
