import type { Db, Tx } from "@/lib/db/client";
import type { MailLane, SuppressionReason } from "@/lib/db/generated/client";

export type { SuppressionReason };

/** An address that gets no mail, or none of the bulk lane, and since when. */
export interface Suppression {
  address: string;
  reason: SuppressionReason;
  detail: string;
  since: Date;
}

/**
 * Puts an address on the list. What happened before somebody lifted it does not put it there again, so reports may come
 * late, twice and in any order.
 */
export async function suppressAddress(tx: Tx, entry: Suppression, now: Date): Promise<void> {
  const { address, reason, detail, since } = entry;
  await tx.$executeRaw`
    INSERT INTO mail_suppression (address, reason, detail, since, created_at)
    VALUES (${address}, ${reason}::suppression_reason, ${detail}, ${since}, ${now})
    ON CONFLICT (address, reason) DO UPDATE SET detail = EXCLUDED.detail, since = EXCLUDED.since, lifted_at = NULL
    WHERE mail_suppression.lifted_at < EXCLUDED.since`;
}

/** Lets mail go to it again. @returns false when it is not on the list. */
export async function liftSuppression(tx: Tx, address: string, now: Date): Promise<boolean> {
  const { count } = await tx.mailSuppression.updateMany({
    where: { address, liftedAt: null },
    data: { liftedAt: now },
  });
  return count > 0;
}

/** Why a lane may not write to an address: a bounce keeps every mail from it, a complaint those of the bulk lane. */
export async function findSuppression(db: Db | Tx, address: string, lane: MailLane): Promise<SuppressionReason | null> {
  return (await findSuppressions(db, [address], lane)).get(address) ?? null;
}

/** The same for many addresses at once; those that may be written to are left out. */
export async function findSuppressions(
  db: Db | Tx,
  addresses: readonly string[],
  lane: MailLane,
): Promise<Map<string, SuppressionReason>> {
  const rows = await db.mailSuppression.findMany({
    where: {
      address: { in: addresses.map((address) => address.toLowerCase()) },
      liftedAt: null,
      ...(lane === "bulk" ? {} : { reason: "bounced" }),
    },
    // A complaint first, so that a bounce of the same address takes its place.
    orderBy: { reason: "desc" },
    select: { address: true, reason: true },
  });
  const reasons = new Map(rows.map((row) => [row.address, row.reason]));
  return new Map(
    addresses.flatMap((address) => {
      const reason = reasons.get(address.toLowerCase());
      return reason ? [[address, reason] as const] : [];
    }),
  );
}

/** Those on the list, newest first, with how many there are. */
export async function listSuppressions(
  db: Db,
  options: { query?: string | undefined; limit: number },
): Promise<{ items: Suppression[]; count: number }> {
  const contains = options.query?.toLowerCase();
  const where = { liftedAt: null, ...(contains ? { address: { contains } } : {}) };
  const [items, count] = await Promise.all([
    db.mailSuppression.findMany({
      where,
      orderBy: [{ since: "desc" }, { address: "asc" }, { reason: "asc" }],
      take: options.limit,
      select: { address: true, reason: true, detail: true, since: true },
    }),
    db.mailSuppression.count({ where }),
  ]);
  return { items, count };
}
