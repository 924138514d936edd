import { S3Client } from "@aws-sdk/client-s3";
import type { Config } from "@/lib/config/config";
import { AppError } from "@/lib/core/errors";
import { toStorageFailure } from "./s3-errors";

export type StorageConfig = Config["s3"];

const MAX_ATTEMPTS = 3;
const CONNECT_TIMEOUT_MS = 3_000;
/** Longest silence on the line; a long transfer that moves is never cut. */
const SOCKET_TIMEOUT_MS = 30_000;

/**
 * A client of one address of the storage. Path style and no default checksums are what every S3-compatible server
 * understands.
 */
export function createS3Client(config: StorageConfig, endpoint: string): S3Client {
  return new S3Client({
    endpoint,
    region: config.region,
    forcePathStyle: true,
    credentials: { accessKeyId: config.accessKeyId, secretAccessKey: config.secretAccessKey },
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, socketTimeout: SOCKET_TIMEOUT_MS },
  });
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
