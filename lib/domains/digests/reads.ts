import type { AdminScope } from "@/lib/access/scope";
import type { Services } from "@/lib/services";
import { type DigestTick, listTicks } from "./store";

/** A look takes place every quarter of an hour; so many are more than thirty days have. */
const MOST_TICKS = 3000;

/** When the schedule looked whose digest is due since then, and what it found: newest first. */
export function readDigestTicks(
  { db }: Services,
  scope: AdminScope,
  since: Date,
): Promise<(DigestTick & { createdAt: Date })[]> {
  return listTicks(scope, db, since, MOST_TICKS);
}
