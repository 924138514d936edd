import type { Db, Tx } from "@/lib/db/client";
import type { MailReport, ReportKind } from "./report";

/** Keeps what a webhook tells, once. @returns whether it is new. */
export async function keepReport(
  tx: Tx,
  webhookId: string,
  report: Pick<MailReport, "kind" | "providerId" | "toAddress" | "detail" | "happenedAt">,
  now: Date,
): Promise<boolean> {
  const { kind, providerId, toAddress, detail, happenedAt } = report;
  // A mail may be opened a thousand times; that it was is enough.
  const id = kind === "opened" ? `opened:${providerId}` : webhookId;
  const { count } = await tx.mailReport.createMany({
    data: { id, kind, providerId, toAddress, detail, happenedAt, createdAt: now },
    skipDuplicates: true,
  });
  return count > 0;
}

/** Whether the provider has this mail from us. */
export async function isOurMail(db: Db | Tx, providerId: string): Promise<boolean> {
  return (await db.email.findFirst({ where: { providerId }, select: { id: true } })) !== null;
}

/** Everything told of these mails, by the provider's id, in any order. */
export async function readReports(db: Db | Tx, providerIds: readonly string[]): Promise<Map<string, Set<ReportKind>>> {
  const rows = await db.mailReport.findMany({
    where: { providerId: { in: [...providerIds] } },
    select: { providerId: true, kind: true },
  });
  const found = new Map<string, Set<ReportKind>>();
  for (const { providerId, kind } of rows) found.set(providerId, (found.get(providerId) ?? new Set()).add(kind));
  return found;
}

/** How many reports of each kind came since then. */
export async function countReports(db: Db, since: Date): Promise<Partial<Record<ReportKind, number>>> {
  const rows = await db.mailReport.groupBy({ by: ["kind"], _count: true, where: { createdAt: { gte: since } } });
  return Object.fromEntries(rows.map((row) => [row.kind, row._count]));
}

/** Forgets what was told before `before`. @returns how many. */
export async function forgetOldReports(db: Db, before: Date): Promise<number> {
  return (await db.mailReport.deleteMany({ where: { createdAt: { lt: before } } })).count;
}
