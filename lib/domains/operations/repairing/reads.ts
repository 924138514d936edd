import type { Actor } from "@/lib/access/actor";
import { type AdminScope, scopeAdmin } from "@/lib/access/scope";
import type { Services } from "@/lib/services";
import { REPAIRS, type RepairsView } from "./schema";
import { sumRepairs } from "./store";

const DAY_MS = 24 * 60 * 60_000;

/** What mended itself in the last seven days. @throws AppError unauthenticated, forbidden/not_admin. */
export async function readRepairs(services: Services, actor: Actor | null): Promise<RepairsView> {
  return await viewRepairs(services, scopeAdmin(actor));
}

async function viewRepairs({ db, clock }: Pick<Services, "db" | "clock">, scope: AdminScope): Promise<RepairsView> {
  const now = clock.now();
  const since = new Date(now.getTime() - 6 * DAY_MS);
  const rows = await sumRepairs(scope, db, { today: toDay(now), since: toDay(since) });
  return {
    items: rows.map(({ kind, lastAt, ...row }) => ({
      kind,
      what: REPAIRS[kind],
      ...row,
      lastAt: lastAt.toISOString(),
    })),
  };
}

function toDay(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
