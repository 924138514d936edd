import type { Actor } from "@/lib/access/actor";
import { scopeAdmin } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import type { Services } from "@/lib/services";
import type { SweepsView } from "./schema";
import { findObjectCursor, sumSweepRuns } from "./store";

const DAY_MS = 24 * 60 * 60_000;

/** What the sweeper did in the last day. @throws AppError unauthenticated, forbidden/not_admin. */
export async function readSweeps({ db, clock }: Services, actor: Actor | null): Promise<SweepsView> {
  return await sumSweepRuns(scopeAdmin(actor), db, new Date(clock.now().getTime() - DAY_MS));
}

/** Where the next look through storage begins. */
export async function readObjectCursor({ db }: Services, scope: SystemScope): Promise<string | null> {
  return await findObjectCursor(scope, db);
}
