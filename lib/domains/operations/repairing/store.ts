import type { AdminScope } from "@/lib/access/scope";
import type { Db, Tx } from "@/lib/db/client";
import type { RepairKind } from "./schema";

/** Adds to the day's count of a kind. Needs no scope: it tells nobody's rows. */
export async function addRepairs(db: Db | Tx, kind: RepairKind, count: number, now: Date): Promise<void> {
  const day = now.toISOString().slice(0, 10);
  await db.$executeRaw`
    INSERT INTO repair_day (day, kind, count, last_at) VALUES (${day}, ${kind}, ${count}, ${now})
    ON CONFLICT (day, kind) DO UPDATE SET count = repair_day.count + EXCLUDED.count,
      last_at = GREATEST(repair_day.last_at, EXCLUDED.last_at)`;
}

/** Sums since a day, with that of today beside it. */
export function sumRepairs(
  _scope: AdminScope,
  db: Db,
  { today, since }: { today: string; since: string },
): Promise<{ kind: RepairKind; today: number; week: number; lastAt: Date }[]> {
  return db.$queryRaw`
    SELECT kind, coalesce(sum(count) FILTER (WHERE day = ${today}), 0)::int AS today, sum(count)::int AS week,
      max(last_at) AS "lastAt"
    FROM repair_day WHERE day >= ${since} GROUP BY kind ORDER BY 3 DESC, kind`;
}
