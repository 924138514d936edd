import type { Db, Tx } from "@/lib/db/client";
import type { MailLane, MailStopReason } from "@/lib/db/generated/client";

/** What holds a lane up. */
export interface LaneControl {
  lane: MailLane;
  stoppedAt: Date | null;
  stopReason: MailStopReason | null;
  pausedUntil: Date | null;
}

export function readControls(db: Db | Tx): Promise<LaneControl[]> {
  return db.mailControl.findMany({ orderBy: { lane: "asc" } });
}

/** Whether the lane was stopped, by a person or by too many mails in an hour. */
export async function isStopped(db: Db | Tx, lane: MailLane): Promise<boolean> {
  const control = await db.mailControl.findUnique({ where: { lane }, select: { stoppedAt: true } });
  return control !== null && control.stoppedAt !== null;
}

/** @returns false when it was stopped before. */
export async function stopLane(tx: Db | Tx, lane: MailLane, reason: MailStopReason, now: Date): Promise<boolean> {
  const data = { stoppedAt: now, stopReason: reason };
  return (await tx.mailControl.updateMany({ where: { lane, stoppedAt: null }, data })).count > 0;
}

/** @returns why it was stopped; null when it was not. */
export async function resumeLane(tx: Tx, lane: MailLane): Promise<MailStopReason | null> {
  const rows = await tx.$queryRaw<{ reason: MailStopReason }[]>`
    WITH stopped AS (
      SELECT lane, stop_reason FROM mail_control WHERE lane = ${lane}::mail_lane AND stopped_at IS NOT NULL FOR UPDATE
    )
    UPDATE mail_control c SET stopped_at = NULL, stop_reason = NULL, paused_until = NULL
    FROM stopped WHERE c.lane = stopped.lane RETURNING stopped.stop_reason::text AS reason`;
  return rows[0]?.reason ?? null;
}

/** The provider asked to wait: nobody tries the lane before, whoever was told. */
export async function pauseLane(db: Db, lane: MailLane, until: Date): Promise<void> {
  await db.mailControl.updateMany({
    where: { lane, OR: [{ pausedUntil: null }, { pausedUntil: { lt: until } }] },
    data: { pausedUntil: until },
  });
}
