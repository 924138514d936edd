import { formatBytes } from "@/lib/core/format-bytes";

const GB = 1_000_000_000;

/** What was typed as bytes; null: as configured; undefined: no amount. A comma is a point. */
export function readGigabytes(typed: string): number | null | undefined {
  const text = typed.trim().replace(",", ".");
  if (text === "") return null;
  const value = Number(text);
  const isAmount = /^\d{1,6}(\.\d{1,3})?$/.test(text) && Number.isFinite(value);
  return isAmount ? Math.round(value * GB) : undefined;
}

export function writeGigabytes(bytes: number | null): string {
  return bytes === null ? "" : String(Math.round((bytes / GB) * 1000) / 1000);
}

export function describeRoom(usedBytes: number, quotaBytes: number | null): string {
  return quotaBytes === null
    ? `${formatBytes(usedBytes)}, without a limit`
    : `${formatBytes(usedBytes)} of ${formatBytes(quotaBytes)}`;
}
