import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { AppError } from "@/lib/core/errors";
import { type ExportRequest, type ExportView, exportRequestSchema } from "./schema";
import type { ExportRow } from "./store";

/** A file can be had so long. */
export const EXPORT_KEPT_MS = 7 * 24 * 60 * 60_000;
/** Somebody's that wait or are made at once. */
export const MAX_ACTIVE = 5;
/** What one archive may hold; ten thousand parts of 16 MiB are the most that storage joins. */
export const MAX_ARCHIVE_BYTES = 150_000_000_000;
/** Whoever makes one says so more often than this. */
export const RUNNING_LEASE_MS = 10 * 60_000;
/** The queue may be that late before it is told again. */
export const QUEUED_LEASE_MS = 60 * 60_000;

/** Person and request, so that equal requests of one person share a run. */
export function nameRequest(
  accountId: string,
  { projectId, versionId }: { projectId: string | null; versionId: string | null },
  request: ExportRequest,
): string {
  const said = canonicalize({ projectId, versionId, request }) ?? "";
  return `${accountId}:${createHash("sha256").update(said).digest("hex")}`;
}

/** A name that Windows, macOS and Linux take, near to what it was made of. */
export function toFileName(text: string, longest = 100): string {
  const safe = text
    .normalize("NFC")
    .replaceAll(/\p{Surrogate}/gu, "\ufffd")
    .replaceAll(/[<>:"/\\|?*\p{Cc}]/gu, "_")
    .replaceAll(/\s+/gu, " ")
    .trim();
  const cut = [...safe]
    .slice(0, longest)
    .join("")
    .replace(/[. ]+$/, "")
    .replace(/^\.+/, "_");
  const isReserved = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i.test(cut);
  return cut === "" ? "_" : isReserved ? `_${cut}` : cut;
}

export function toExportView(row: ExportRow, now: Date): ExportView {
  const { bytesDone, bytesTotal, sizeBytes, request, state, ...rest } = row;
  const isOver = state === "completed" && row.expiresAt !== null && row.expiresAt <= now;
  const percent = bytesTotal === null ? null : percentOf(bytesDone, bytesTotal);
  return {
    ...{ id: rest.id, projectId: rest.projectId, songId: rest.songId, versionId: rest.versionId, title: rest.title },
    request: exportRequestSchema.parse(request),
    state: isOver ? "expired" : state,
    percent: state === "completed" ? 100 : percent,
    bytesDone: Number(bytesDone),
    fileName: rest.fileName,
    sizeBytes: sizeBytes === null ? null : Number(sizeBytes),
    ...{ reason: rest.reason, message: rest.message },
    createdAt: rest.createdAt.toISOString(),
    finishedAt: rest.finishedAt?.toISOString() ?? null,
    expiresAt: rest.expiresAt?.toISOString() ?? null,
  };
}

function percentOf(done: bigint, total: bigint): number {
  return total === 0n ? 0 : Math.min(100, Number((done * 100n) / total));
}

export function noWav(): AppError {
  const message = "Choose another format: cues can be put into a WAV only, and this version is none.";
  return new AppError("invalid_input", "not_wav", message, { fields: [{ field: "format", message }] });
}

export function tooMany(): AppError {
  const message = `${MAX_ACTIVE} exports of yours are being made. Wait for one, or cancel one.`;
  return new AppError("conflict", "too_many_exports", message);
}
