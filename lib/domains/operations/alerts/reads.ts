import type { AdminScope } from "@/lib/access/scope";
import type { Services } from "@/lib/services";
import { alertKindSchema } from "../indicators/schema";
import { ALERT_RULES, HISTORY_MS } from "./rules";
import type { AlertView } from "./schema";
import { type AlertRow, listAlerts } from "./store";

/** What is wrong now, and what was in the last thirty days; the newest first. For the domain's own reads, which have asked who it is. */
export async function viewAlerts(
  { db, clock, config }: Services,
  _scope: AdminScope,
): Promise<{ current: AlertView[]; history: AlertView[] }> {
  const rows = await listAlerts(db, new Date(clock.now().getTime() - HISTORY_MS));
  const views = rows.flatMap((row) => viewAlert(row, config.alertHook !== null) ?? []);
  return {
    current: views.filter(({ state }) => state === "firing"),
    history: views.filter(({ state }) => state === "cleared"),
  };
}

/** Null of one that does not hold long enough yet, or whose kind another version knew. */
export function viewAlert(row: AlertRow, hasHook: boolean): AlertView | null {
  const kind = alertKindSchema.safeParse(row.kind);
  if (!kind.success || row.firedAt === null || row.state === "pending") return null;
  return {
    id: row.id,
    kind: kind.data,
    title: ALERT_RULES[kind.data].title,
    detail: row.detail,
    state: row.state,
    firedAt: row.firedAt.toISOString(),
    clearedAt: row.clearedAt?.toISOString() ?? null,
    isMailed: row.mailedAt !== null,
    hook: hasHook ? viewHooks(row.hooks) : null,
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    acknowledgedBy: row.acknowledgedBy,
    mutedUntil: row.mutedUntil?.toISOString() ?? null,
    mutedBy: row.mutedBy,
  };
}

function viewHooks(hooks: AlertRow["hooks"]): AlertView["hook"] {
  if (hooks.every(({ deliveredAt }) => deliveredAt !== null)) return hooks.length === 0 ? "waiting" : "told";
  return hooks.some(({ deliveredAt, attempts }) => deliveredAt === null && attempts > 0) ? "failed" : "waiting";
}
