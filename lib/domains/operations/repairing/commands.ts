import type { Services } from "@/lib/services";
import { REPAIRS, type RepairKind } from "./schema";
import { addRepairs } from "./store";

/** Counts what was mended. It never fails the mending: what can't be counted is in the log. */
export async function countRepairs(
  { db, clock, log }: Pick<Services, "db" | "clock" | "log">,
  counts: Partial<Record<RepairKind, number>>,
): Promise<void> {
  for (const kind of Object.keys(REPAIRS) as RepairKind[]) {
    const count = counts[kind] ?? 0;
    if (count === 0) continue;
    try {
      await addRepairs(db, kind, count, clock.now());
    } catch (err) {
      log.warn({ err, kind, count }, "something was mended, and could not be counted");
    }
  }
}
