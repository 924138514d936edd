import type { Actor } from "@/lib/access/actor";
import { requirePerson, scopeAdmin } from "@/lib/access/scope";
import { AppError, notFound } from "@/lib/core/errors";
import { transact } from "@/lib/db/client";
import type { Services } from "@/lib/services";
import { recordAct } from "../auditing/commands";
import { viewAlert } from "./reads";
import type { AlertView, ChangeAlertInput } from "./schema";
import { type AlertRow, findAlert, updateAlert } from "./store";

/**
 * Says that somebody has seen an alert, or keeps its kind quiet for a time. Asked again it changes nothing; who was first stays.
 * @throws AppError unauthenticated, forbidden/not_admin, not_found, conflict/alert_over.
 */
export async function changeAlert(
  services: Services,
  actor: Actor | null,
  input: { alertId: string } & ChangeAlertInput,
): Promise<AlertView> {
  const scope = scopeAdmin(actor);
  const { name } = requirePerson(actor);
  const { db, clock, config, log } = services;
  const changed = await transact(db, async (tx) => {
    const alert = await findAlert(tx, input.alertId);
    if (!alert || alert.state === "pending") throw notFound("alert");
    if (input.action === "acknowledge" && alert.state === "cleared") {
      throw new AppError("conflict", "alert_over", "It is over already: there is nothing to look after.");
    }
    const now = clock.now();
    const change = describeChange(alert, input, name, now);
    if (!change) return alert;
    await updateAlert(tx, alert.id, change);
    const act = ACT_OF[input.action];
    await recordAct(tx, scope, { act, target: { kind: "alert", id: alert.id }, after: tellChange(alert, change) }, now);
    return await findAlert(tx, alert.id);
  });
  log.info({ alertId: input.alertId, action: input.action, by: scope.accountId }, "an administrator changed an alert");
  const view = changed && viewAlert(changed, config.alertHook !== null);
  if (!view) throw notFound("alert");
  return view;
}

const ACT_OF = { acknowledge: "alert.acknowledged", mute: "alert.muted", unmute: "alert.unmuted" } as const;

type Change = Partial<Pick<AlertRow, "acknowledgedAt" | "acknowledgedBy" | "mutedUntil" | "mutedBy">>;

/** Null when it is so already. */
function describeChange(alert: AlertRow, input: ChangeAlertInput, name: string, now: Date): Change | null {
  if (input.action === "acknowledge") {
    return alert.acknowledgedAt === null ? { acknowledgedAt: now, acknowledgedBy: name } : null;
  }
  if (input.action === "unmute") return alert.mutedUntil === null ? null : { mutedUntil: null, mutedBy: null };
  return { mutedUntil: new Date(now.getTime() + input.minutes * 60_000), mutedBy: name };
}

function tellChange({ kind }: AlertRow, { mutedUntil }: Change) {
  return { alert: kind, ...(mutedUntil ? { mutedUntil: mutedUntil.toISOString() } : {}) };
}
