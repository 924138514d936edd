import { expect } from "vitest";
import type { LogReport } from "../event";
import { openEventLog } from "../log";

/** The place that a refusal of damage names. @throws AssertionError when it is no such refusal. */
export function readDamagePlace(error: unknown): Record<string, string> {
  expect(error).toMatchObject({ name: "AppError", code: "unavailable", reason: "log_damaged" });
  const { fields } = error as { fields: { field: string; message: string }[] };
  return Object.fromEntries(fields.map(({ field, message }) => [field, message]));
}

/** Where each line begins, and where the next one would. */
export function findLineStarts(bytes: Buffer): number[] {
  const starts = [0];
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) starts.push(at + 1);
  return starts;
}

/** What opening for writing finds: the ids of all events, and what was reported. */
export async function recoverIds(folder: string): Promise<{ ids: string[]; reports: LogReport[] }> {
  const reports: LogReport[] = [];
  const log = await openEventLog(folder, { onReport: (report) => reports.push(report) });
  try {
    const ids: string[] = [];
    for await (const { id } of log.scan()) ids.push(id);
    return { ids, reports };
  } finally {
    await log.close();
  }
}
