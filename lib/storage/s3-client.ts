import { S3Client } from "@aws-sdk/client-s3";
import type { Config } from "@/lib/config/config";
import { AppError } from "@/lib/core/errors";
import { isRefusal, toStorageFailure } from "./s3-errors";

export type StorageConfig = Config["s3"];

const MAX_ATTEMPTS = 3;
const CONNECT_TIMEOUT_MS = 3_000;
/** Longest silence on the line; a long transfer that moves is never cut. */
const SOCKET_TIMEOUT_MS = 30_000;

/** Hears of a call that was answered, or was not: which, how it ended, and how long it took. */
export type NoteCall = (of: { call: string; outcome: "ok" | "refused" | "failed" }, seconds: number) => void;

/**
 * A client of one address of the storage. Path style and no default checksums are what every S3-compatible server
 * understands.
 */
export function createS3Client(config: StorageConfig, endpoint: string, note: NoteCall): S3Client {
  const client = new S3Client({
    endpoint,
    region: config.region,
    forcePathStyle: true,
    credentials: { accessKeyId: config.accessKeyId, secretAccessKey: config.secretAccessKey },
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, socketTimeout: SOCKET_TIMEOUT_MS },
  });
  hearCalls(client, note);
  return client;
}

/** Around the tries of the SDK, so that a call is one call. Signing an address calls nothing and is not heard. */
function hearCalls(client: S3Client, note: NoteCall): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const startedAt = performance.now();
      const hear = (outcome: "ok" | "refused" | "failed") =>
        note({ call: context.commandName ?? "other", outcome }, (performance.now() - startedAt) / 1_000);
      try {
        const answer = await next(args);
        hear("ok");
        return answer;
      } catch (error) {
        hear(isRefusal(error) ? "refused" : "failed");
        throw error;
      }
    },
    { step: "initialize", name: "hearCalls", priority: "high" },
  );
}

/**
 * Runs one call. `isExpected` names the failures that are an answer, for which `null` comes back.
 * @throws AppError unavailable for every other failure.
 */
export async function callStorage<T>(
  work: () => Promise<T>,
  isExpected: (error: unknown) => boolean = () => false,
): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (isExpected(error)) return null;
    throw toStorageFailure(error);
  }
}

/** A value that every S3 server sends with this answer. @throws AppError unavailable when it did not. */
export function requireAnswer<T>(value: T | null | undefined, what: string): T {
  if (value !== null && value !== undefined) return value;
  throw new AppError("unavailable", "storage_answer", `File storage left out ${what} in its answer.`);
}
