import { NoSuchKey, NoSuchUpload, NotFound, S3ServiceException } from "@aws-sdk/client-s3";
import { AppError } from "@/lib/core/errors";

/** HEAD answers carry no body, so a missing object has another name there. */
export function isMissingObject(error: unknown): boolean {
  return error instanceof NoSuchKey || error instanceof NotFound || nameOf(error) === "NoSuchKey";
}

/** The multipart upload was completed, aborted or never there. */
export function isMissingUpload(error: unknown): boolean {
  return error instanceof NoSuchUpload || nameOf(error) === "NoSuchUpload";
}

/** Parts listed before were replaced or do not follow the storage's rules. */
export function isRefusedCompletion(error: unknown): boolean {
  const name = nameOf(error);
  return name === "InvalidPart" || name === "InvalidPartOrder" || name === "EntityTooSmall";
}

/** Storage answered and said no; a missing object is one of these. */
export function isRefusal(error: unknown): boolean {
  return error instanceof S3ServiceException && (error.$metadata.httpStatusCode ?? 500) < 500;
}

/** Everything else that storage answers or fails to answer: the caller's input is not to blame, so it is tried again. */
export function toStorageFailure(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  const isDenied = status === 401 || status === 403;
  return new AppError(
    "unavailable",
    isDenied ? "storage_refused" : "storage_unreachable",
    isDenied
      ? "File storage refuses this server's keys. Ask whoever runs it to check the storage settings."
      : "File storage does not answer right now. Nothing is lost; try again in a moment.",
    { cause: error },
  );
}

function nameOf(error: unknown): string | null {
  return error instanceof Error ? error.name : null;
}
