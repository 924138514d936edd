import type { SystemScope } from "@/lib/access/system-scope";
import { type Tx, transact } from "@/lib/db/client";
import type { Services } from "@/lib/services";
import { readPanel } from "../../indicators/reads";
import { decideStep, type Finding, HISTORY_MS, listFindings } from "../rules";
import {
  type AlertRow,
  deleteAlert,
  deleteAlertsBefore,
  insertAlert,
  listAlerts,
  tryLock,
  updateAlert,
} from "../store";
import { tellDue } from "../telling/commands";
import { deliverHooks } from "../telling/delivering/commands";

/**
 * One look: what the panel says becomes of each alert, in one transaction with the mails that tell of it. Whoever is second
 * leaves it to the first. Then what the webhook was not told yet is told. It needs no queue: it tells that the queue is dead.
 */
export async function watchAlerts(services: Services, scope: SystemScope): Promise<void> {
  const panel = await readPanel(services);
  const findings = listFindings(panel.indicators);
  const now = services.clock.now();
  await transact(services.db, async (tx) => {
    if (!(await tryLock(tx))) return;
    const alerts = await listAlerts(tx, now);
    for (const finding of findings) {
      const open = alerts.find(({ kind, clearedAt }) => kind === finding.kind && clearedAt === null) ?? null;
      await step(services, tx, { open, finding, now });
    }
    await tellDue(services, tx, now);
    await deleteAlertsBefore(tx, new Date(now.getTime() - HISTORY_MS));
  });
  await deliverHooks(services, scope);
}

interface Turn {
  open: AlertRow | null;
  finding: Finding;
  now: Date;
}

async function step({ log }: Services, tx: Tx, { open, finding, now }: Turn): Promise<void> {
  const { kind, detail } = finding;
  const known = open && open.state !== "cleared" ? { ...open, state: open.state } : null;
  const next = decideStep(known, finding, now);
  if (next === "begin") {
    await insertAlert(
      tx,
      {
        kind,
        detail,
        isFiring: decideStep({ state: "pending", badSince: now, goodSince: null }, finding, now) === "fire",
      },
      now,
    );
    log.warn({ alert: kind }, "something is wrong");
    return;
  }
  if (known === null || next === "stay") {
    if (known && finding.isBad === true && known.detail !== detail) await updateAlert(tx, known.id, { detail });
    return;
  }
  if (next === "forget") return deleteAlert(tx, known.id);
  log.warn({ alert: kind, becomes: next }, "an alert has changed");
  if (next === "fire") return updateAlert(tx, known.id, { state: "firing", firedAt: now, detail });
  if (next === "relapse") return updateAlert(tx, known.id, { goodSince: null, detail });
  if (next === "recover") return updateAlert(tx, known.id, { goodSince: now });
  return updateAlert(tx, known.id, { state: "cleared", clearedAt: now });
}
