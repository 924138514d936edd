import { ApiError, describeError } from "../api/api-error";
import { PartError } from "./part-error";
import type { UploadItem } from "./upload-item";

const FINAL_CODES = ["invalid_input", "too_large", "gone"];
/** The upload has ended on the server: the same key would answer the same end. */
const FINAL_REASONS = ["storage_lost", "size_mismatch", "song_deleted", "upload_rejected", "upload_failed"];

/** What the tray says of a failure, and whether trying again makes sense. */
export function describeFailure(error: unknown): Pick<UploadItem, "error" | "isFinal"> {
  if (error instanceof PartError) {
    return { error: "The connection to the storage broke. What arrived is kept.", isFinal: false };
  }
  if (!(error instanceof ApiError)) return { error: describeError(error), isFinal: false };
  const { code, reason } = error.problem;
  return { error: describeError(error), isFinal: FINAL_CODES.includes(code) || FINAL_REASONS.includes(reason) };
}

/** An empty file is told before a song is made for it. @throws ApiError invalid_input. */
export function refuseEmptyFile(sizeBytes: number): void {
  if (sizeBytes > 0) return;
  const detail = "This file is empty. Bounce it again and choose the new one.";
  throw new ApiError({ status: 0, code: "invalid_input", reason: "empty_file", detail });
}
