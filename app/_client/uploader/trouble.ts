import { ApiError, describeError } from "../api/api-error";
import { FileDiffersError, FileGoneError } from "./file-error";
import { type Cause, findCause } from "./find-cause";
import { PartError } from "./part-error";
import type { UploadItem } from "./upload-item";

const FINAL_CODES = ["invalid_input", "too_large", "gone"];
/** The upload has ended on the server: the same key would answer the same end. */
const FINAL_REASONS = ["storage_lost", "size_mismatch", "song_deleted", "upload_rejected", "upload_failed"];
/** What passes by itself. */
const PASSING_CODES = ["unavailable", "rate_limited"];
const PASSING_STATUSES = [408, 425, 429, 500, 502, 503, 504];

const NO_CONNECTION = "No connection. What arrived is kept, and it goes on by itself.";
const STORAGE_DOWN = "The storage does not answer. What arrived is kept, and it goes on by itself.";

export type Trouble = Pick<UploadItem, "error" | "isFinal"> & { phase: "held" | "differs" | "left" | "failed" };

const held = (error: string): Trouble => ({ phase: "held", error, isFinal: false });
const failed = (error: string, isFinal = false): Trouble => ({ phase: "failed", error, isFinal });

/**
 * What the tray says of a failure and what happens next. `hasArrived`: a part got to the storage from here before, so its
 * settings are right and a line without an answer is a broken line.
 */
export async function describeTrouble(error: unknown, hasArrived: boolean): Promise<Trouble> {
  if (error instanceof FileDiffersError) {
    const words = "This is another bounce: its sound is not that of the parts that arrived. Nothing of it was sent.";
    return { phase: "differs", error: words, isFinal: false };
  }
  if (error instanceof FileGoneError) {
    const words = "The file can't be read any more: it was moved or changed. What arrived is kept.";
    return { phase: "left", error: words, isFinal: false };
  }
  if (error instanceof PartError) return await describePart(error, hasArrived);
  if (!(error instanceof ApiError)) return failed(describeError(error));
  const { code, reason, status } = error.problem;
  if (reason === "offline") return held(NO_CONNECTION);
  if (PASSING_CODES.includes(code) || PASSING_STATUSES.includes(status)) {
    return held(`${error.message.replace(/ Nothing is lost; try again in a moment\.$/, "")} It goes on by itself.`);
  }
  return failed(error.message, FINAL_CODES.includes(code) || FINAL_REASONS.includes(reason));
}

async function describePart(error: PartError, hasArrived: boolean): Promise<Trouble> {
  const { status, target } = error;
  if (status === 0) return describeCause(await findCause(target), new URL(target.url).origin, hasArrived);
  if (status === 507) return held("The storage is full. What arrived is kept; it goes on when there is room.");
  if (PASSING_STATUSES.includes(status)) return held(STORAGE_DOWN);
  if (status === 403) {
    return failed(
      "The storage refuses the addresses that Segno signs, also fresh ones. What arrived is kept. Who runs this Segno: " +
        "compare the clocks of the app and of the storage, then S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.",
    );
  }
  return failed(`The storage did not take a part (${status}). What arrived is kept.`);
}

function describeCause(cause: Cause, origin: string, hasArrived: boolean): Trouble {
  if (cause === "app_away") return held(NO_CONNECTION);
  if (cause === "line" || hasArrived)
    return held("The connection to the storage broke. What arrived is kept, and it goes on by itself.");
  if (cause === "storage_down") return held(STORAGE_DOWN);
  if (cause === "not_let_in") {
    return failed(
      `The storage answers, but does not let this page in. Who runs this Segno: its CORS rule must allow ${globalThis.location.origin}, ` +
        "the method PUT and the header x-amz-checksum-sha256.",
    );
  }
  return failed(
    `Segno reaches the storage, but this browser can't at ${origin}. Who runs this Segno: S3_PUBLIC_ENDPOINT must be an ` +
      "address that browsers reach, on https where Segno is.",
  );
}

/** An empty file is told before a song is made for it. @throws ApiError invalid_input. */
export function refuseEmptyFile(sizeBytes: number): void {
  if (sizeBytes > 0) return;
  const detail = "This file is empty. Bounce it again and choose the new one.";
  throw new ApiError({ status: 0, code: "invalid_input", reason: "empty_file", detail });
}
