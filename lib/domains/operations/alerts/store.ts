import { createId } from "@/lib/core/ids";
import type { Db, Tx } from "@/lib/db/client";
import type { AlertKind } from "../indicators/schema";

/** Any number that nobody else locks. */
const LOCK = 417_429;

/** Needs no scope, as none of these: they tell what is wrong with the machine, nobody's rows. One process at a time gets it. */
export async function tryLock(tx: Tx): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ isOurs: boolean }[]>`SELECT pg_try_advisory_xact_lock(${LOCK}) AS "isOurs"`;
  return row?.isOurs ?? false;
}

const SELECT = {
  id: true,
  kind: true,
  state: true,
  detail: true,
  badSince: true,
  goodSince: true,
  firedAt: true,
  clearedAt: true,
  mailedAt: true,
  clearMailedAt: true,
  acknowledgedAt: true,
  acknowledgedBy: true,
  mutedUntil: true,
  mutedBy: true,
  hooks: { select: { kind: true, attempts: true, deliveredAt: true } },
} as const;

/** Those that have not ended, those that ended since then, and those whose kind is muted longer than that. */
export function listAlerts(db: Db | Tx, since: Date) {
  return db.alert.findMany({
    where: { OR: [{ clearedAt: null }, { clearedAt: { gte: since } }, { mutedUntil: { gt: since } }] },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: SELECT,
  });
}

export type AlertRow = Awaited<ReturnType<typeof listAlerts>>[number];

export function findAlert(db: Db | Tx, id: string): Promise<AlertRow | null> {
  return db.alert.findUnique({ where: { id }, select: SELECT });
}

export async function insertAlert(
  tx: Tx,
  alert: { kind: AlertKind; detail: string; isFiring: boolean },
  now: Date,
): Promise<void> {
  const { kind, detail, isFiring } = alert;
  const state = isFiring ? "firing" : "pending";
  await tx.alert.create({
    data: { id: createId(), kind, state, detail, badSince: now, firedAt: isFiring ? now : null, createdAt: now },
  });
}

type Change = Partial<
  Pick<AlertRow, "state" | "detail" | "goodSince" | "firedAt" | "clearedAt" | "mailedAt" | "clearMailedAt"> &
    Pick<AlertRow, "acknowledgedAt" | "acknowledgedBy" | "mutedUntil" | "mutedBy">
>;

export async function updateAlert(tx: Db | Tx, id: string, change: Change): Promise<void> {
  await tx.alert.updateMany({ where: { id }, data: change });
}

/** One that did not hold long enough to be told. */
export async function deleteAlert(tx: Tx, id: string): Promise<void> {
  await tx.alert.deleteMany({ where: { id } });
}

export async function deleteAlertsBefore(tx: Tx, before: Date): Promise<void> {
  await tx.alert.deleteMany({ where: { clearedAt: { lt: before } } });
}

/** Once an alert and kind, whoever else is about to. */
export async function insertHook(
  tx: Tx,
  hook: { alertId: string; kind: string; body: string },
  now: Date,
): Promise<void> {
  await tx.alertHook.createMany({
    data: { id: createId(), ...hook, nextAt: now, createdAt: now },
    skipDuplicates: true,
  });
}

export interface DueHook {
  id: string;
  alertId: string;
  body: string;
  attempts: number;
}

/** Takes what is due for a while, the oldest first, and of one alert nothing before what is being tried or waits; whoever dies leaves it to the next. What nobody took in a day is given up. */
export function claimHooks(
  db: Db,
  { now, leaseUntil, since }: { now: Date; leaseUntil: Date; since: Date },
): Promise<DueHook[]> {
  return db.$queryRaw<DueHook[]>`
    WITH due AS (
      SELECT id FROM alert_hook
      WHERE delivered_at IS NULL AND next_at <= ${now} AND created_at > ${since}
        AND NOT EXISTS (
          SELECT 1 FROM alert_hook before WHERE before.alert_id = alert_hook.alert_id AND before.id < alert_hook.id
            AND before.delivered_at IS NULL AND before.next_at > ${now} AND before.created_at > ${since}
        )
      ORDER BY created_at, id LIMIT 20 FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE alert_hook SET next_at = ${leaseUntil}, attempts = attempts + 1
      WHERE id IN (SELECT id FROM due) RETURNING id, alert_id, body, attempts, created_at
    )
    SELECT id, alert_id AS "alertId", body, attempts FROM claimed ORDER BY created_at, id`;
}

export async function recordHook(
  db: Db,
  id: string,
  outcome: { deliveredAt: Date } | { failure: string; nextAt: Date },
): Promise<void> {
  await db.alertHook.updateMany({ where: { id }, data: outcome });
}
