import { disarm, writeRows } from "@/lib/marks/csv";
import type { AuditEntryView, Values } from "./schema";

export type AuditFormat = "csv" | "jsonl";

const HEAD = ["Time", "Act", "By", "By (id)", "Of", "Of (id)", "Before", "After", "Request", "Id"];
/** Spreadsheets take a file without it for one of another century. */
const BYTE_ORDER_MARK = "\ufeff";

/** How a file of acts begins. */
export function beginAuditFile(format: AuditFormat): string {
  return format === "csv" ? BYTE_ORDER_MARK + writeRows([HEAD]) : "";
}

/** Some acts as lines of such a file. What people named is never the start of a formula in a table. */
export function writeAuditLines(format: AuditFormat, entries: readonly AuditEntryView[]): string {
  if (format === "jsonl") return entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
  return writeRows(
    entries.map((entry) => [
      ...[entry.createdAt, entry.act, disarm(entry.actorName), entry.actorId],
      ...[entry.targetKind, disarm(entry.targetId ?? "")],
      ...[describeValues(entry.before), describeValues(entry.after), entry.requestId ?? "", entry.id],
    ]),
  );
}

function describeValues(values: Values | null): string {
  if (!values) return "";
  const parts = Object.entries(values).map(([name, value]) => `${name}: ${String(value ?? "none")}`);
  return disarm(parts.join(", "));
}
