import { AppError } from "@/lib/core/errors";

/** Bytes on the disk are not the bytes that were acknowledged: nothing may be served. Lines count from 1, bytes from 0. */
export function reportDamage(segment: string, line: number, byteOffset: number, problem: string): AppError {
  return new AppError(
    "unavailable",
    "log_damaged",
    `The event log is damaged in ${segment}, line ${line}, byte ${byteOffset}: ${problem}. Nothing was changed. Restore this file from a backup.`,
    {
      fields: [
        { field: "segment", message: segment },
        { field: "line", message: String(line) },
        { field: "byteOffset", message: String(byteOffset) },
      ],
    },
  );
}

export function reportManifestDamage(problem: string): AppError {
  return new AppError(
    "unavailable",
    "log_damaged",
    `The event log's manifest.json cannot be trusted: ${problem}. Nothing was changed. Restore the folder from a backup.`,
    { fields: [{ field: "segment", message: "manifest.json" }] },
  );
}

export function reportReadOnly(cause: unknown): AppError {
  return new AppError(
    "unavailable",
    "log_read_only",
    "The disk could not promise to keep the last events, so the event log takes no more. Check the disk, then restart.",
    { cause },
  );
}

export function reportWriteFailure(cause: unknown): AppError {
  return new AppError(
    "unavailable",
    "log_write_failed",
    "The event could not be written and nothing of it was kept. Free some disk space, then try again.",
    { cause },
  );
}

export function reportNoLog(folder: string): AppError {
  return new AppError("not_found", "log_not_found", `There is no event log in ${folder}: it has no manifest.json.`);
}

export function reportUnfinished(cause: unknown): AppError {
  return new AppError(
    "unavailable",
    "log_unfinished",
    "The machine stopped before the event log's last lines reached their file. Start what writes to it: it puts them back from tail.journal by itself.",
    { cause },
  );
}

/** The system's code (`ENOSPC`, `ENOENT`, …) of a failed call, if it has one. */
export function readSystemCode(error: unknown): string | undefined {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return undefined;
}

/** Whether a call of the system failed, and not a program: those have a number of the system's beside the code. */
export function isSystemError(error: unknown): boolean {
  return error instanceof Error && "errno" in error;
}
