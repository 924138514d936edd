import { createId } from "@/lib/core/ids";
import type { Db, Tx } from "@/lib/db/client";

/** What happened to the mail as a whole, or was done to it. */
export type JournalKind =
  | "stopped"
  | "resumed"
  | "volume_stop"
  | "quota_share"
  | "quota_closed"
  | "limit_set"
  | "suppression_lifted"
  | "verified_by_hand";

export interface JournalEntry {
  kind: string;
  actorName: string | null;
  detail: string;
  createdAt: Date;
}

/** Adds a line. With a key it is added once, whoever else is about to. @returns whether it was. */
export async function writeJournal(
  tx: Db | Tx,
  entry: { kind: JournalKind; key?: string; actorName?: string; detail: string },
  now: Date,
): Promise<boolean> {
  const { kind, key = null, actorName = null, detail } = entry;
  const data = { id: createId(), kind, key, actorName, detail, createdAt: now };
  return (await tx.mailJournal.createMany({ data, skipDuplicates: true })).count > 0;
}

/** The last lines, newest first. */
export function listJournal(db: Db, limit: number): Promise<JournalEntry[]> {
  return db.mailJournal.findMany({
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
    select: { kind: true, actorName: true, detail: true, createdAt: true },
  });
}
