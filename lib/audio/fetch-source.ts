import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import http from "node:http";
import https from "node:https";
import { pipeline } from "node:stream/promises";
import { AppError } from "@/lib/core/errors";

/** Where a file lies, and what is known of its bytes. */
export interface SourceAddress {
  /** Signed: whoever has it may read the file for a while. */
  url: string;
  sizeBytes: number;
  /** Of all its bytes, hexadecimal, from when it was read first; null until then. */
  sha256: string | null;
}

/** Longest silence on the line; a long transfer that moves is never cut. */
const SILENCE_MS = 30_000;
const WRITE_BUFFER_BYTES = 1024 * 1024;

/**
 * Copies a file from its address to `target`, which must not be there yet, and answers the SHA-256 of its bytes, hashed as
 * they come. Never holds more than a piece of it.
 * @throws AppError gone `source_lost`; unavailable when the storage fails, the copy is cut (`storage_unreachable`,
 * `storage_refused`) or its bytes are not those that were read first (`copy_differs`); the signal's reason.
 */
export async function fetchSource(address: SourceAddress, target: string, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  let received = 0;
  const hashPieces = async function* (pieces: AsyncIterable<Buffer>) {
    for await (const piece of pieces) {
      hash.update(piece);
      received += piece.length;
      yield piece;
    }
  };
  try {
    const answer = await get(address.url, signal);
    const file = createWriteStream(target, { flags: "wx", mode: 0o600, highWaterMark: WRITE_BUFFER_BYTES });
    await pipeline(answer, hashPieces, file, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof AppError ? error : unreachable(error);
  }
  if (received !== address.sizeBytes) throw unreachable(`copied ${received} of ${address.sizeBytes} bytes`);
  const sha256 = hash.digest("hex");
  if (address.sha256 !== null && address.sha256 !== sha256) throw copyDiffers();
  return sha256;
}

/** The answer, once it says that the bytes follow. */
function get(url: string, signal: AbortSignal): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { get: send } = url.startsWith("https:") ? https : http;
    const request = send(url, { signal, timeout: SILENCE_MS }, (answer) => {
      if (answer.statusCode === 200) return resolve(answer);
      answer.resume();
      reject(refusal(answer.statusCode ?? 0));
    });
    request.on("timeout", () => request.destroy(new Error(`silent for ${SILENCE_MS} ms`)));
    request.on("error", reject);
  });
}

function refusal(status: number): AppError {
  if (status === 404) return new AppError("gone", "source_lost", "The file is gone from storage. Upload it again.");
  if (status !== 401 && status !== 403) return unreachable(`answered ${status}`);
  const message =
    "File storage refuses this server's keys. Ask whoever runs it to check the storage settings and the clock.";
  return new AppError("unavailable", "storage_refused", message);
}

function unreachable(cause: unknown): AppError {
  const message = "File storage does not answer right now. Nothing is lost; it is tried again.";
  return new AppError("unavailable", "storage_unreachable", message, { cause });
}

function copyDiffers(): AppError {
  const message = "The file that storage gave is not the one that was checked. It is fetched and read again.";
  return new AppError("unavailable", "copy_differs", message);
}
