import type { Actor } from "@/lib/access/actor";
import { type AdminScope, scopeAdmin } from "@/lib/access/scope";
import { ANALYZER_VERSION } from "@/lib/audio/audio-analysis";
import type { Services } from "@/lib/services";
import type { FailuresView } from "./schema";
import { countFailures, listFailures } from "./store";

const LISTED = 100;

/** Work that failed for good, with the reasons. @throws AppError unauthenticated, forbidden/not_admin. */
export async function readFailures(services: Services, actor: Actor | null): Promise<FailuresView> {
  return await viewFailures(services, scopeAdmin(actor));
}

/** For the domain's own commands, which have asked who it is. */
export async function viewFailures({ db }: Services, scope: AdminScope): Promise<FailuresView> {
  const [rows, counts] = await Promise.all([
    listFailures(scope, db, { engine: ANALYZER_VERSION, limit: LISTED }),
    countFailures(scope, db, ANALYZER_VERSION),
  ]);
  return { items: rows.map(({ failedAt, ...row }) => ({ ...row, failedAt: failedAt.toISOString() })), counts };
}
