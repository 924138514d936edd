import type { Actor } from "@/lib/access/actor";
import { scopeAccount } from "@/lib/access/scope";
import { cutExcerpt } from "@/lib/core/excerpt";
import { buildHref } from "@/lib/core/page-address";
import type { Services } from "@/lib/services";
import type { WaitingItem } from "./schema";
import { findWaiting, type WaitingRow } from "./store";

/** What nobody did for so long waits in its song, not on Home. */
const WAITS_MS = 60 * 24 * 60 * 60_000;
const SHOWN_EACH = 10;

/** What the person is asked for: answers, then takes that failed, then suggestions. @throws AppError unauthenticated. */
export async function readWaiting(services: Services, actor: Actor | null): Promise<WaitingItem[]> {
  const scope = scopeAccount(actor);
  const since = new Date(services.clock.now().getTime() - WAITS_MS);
  return (await findWaiting(scope, services.db, since, SHOWN_EACH)).map(showWaiting);
}

function showWaiting({ doerId, doerName, body, threadId, startMs, since, ...row }: WaitingRow): WaitingItem {
  return {
    ...row,
    doer: doerId !== null && doerName !== null ? { id: doerId, name: doerName } : null,
    excerpt: body === null ? null : cutExcerpt(body),
    startSec: startMs === null ? null : startMs / 1000,
    href: buildHref({ ...row, commentId: threadId, startMs }),
    since: since.toISOString(),
  };
}
