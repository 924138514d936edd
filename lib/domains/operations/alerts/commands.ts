import type { Actor } from "@/lib/access/actor";
import { requirePerson, scopeAdmin } from "@/lib/access/scope";
import { AppError, notFound } from "@/lib/core/errors";
import { transact } from "@/lib/db/client";
import type { Services } from "@/lib/services";
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
    await updateAlert(tx, alert.id, describeChange(alert, input, name, clock.now()));
    return await findAlert(tx, alert.id);
  });
  log.info({ alertId: input.alertId, action: input.action, by: scope.accountId }, "an administrator changed an alert");
  const view = changed && viewAlert(changed, config.alertHook !== null);
  if (!view) throw notFound("alert");
  return view;
}

function describeChange(alert: AlertRow, input: ChangeAlertInput, name: string, now: Date) {
  if (input.action === "acknowledge") {
    return alert.acknowledgedAt === null ? { acknowledgedAt: now, acknowledgedBy: name } : {};
  }
  if (input.action === "unmute") return { mutedUntil: null, mutedBy: null };
  return { mutedUntil: new Date(now.getTime() + input.minutes * 60_000), mutedBy: name };
}
