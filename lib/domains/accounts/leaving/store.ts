import type { AccountScope } from "@/lib/access/scope";
import type { VisitorScope } from "@/lib/access/visitor-scope";
import type { Db, Tx } from "@/lib/db/client";
import { FORMER_NAME, type Owned } from "./rules";

/** Whose secret this is; null when it is nobody's. Whether it still works is another question. */
export async function findSecretsScope(_scope: VisitorScope, tx: Tx, hash: string): Promise<AccountScope | null> {
  const found = await tx.accountToken.findUnique({ where: { hash }, select: { accountId: true } });
  return found as AccountScope | null;
}

/**
 * Everything the person owns, is in or was offered, and then the account: nobody changes them until the commit. Projects come
 * first, as for whoever adds something to a project that names people. Null when the account was deleted before.
 */
export async function lockAccount({ accountId }: AccountScope, tx: Tx): Promise<{ email: string } | null> {
  await tx.$queryRaw`
    SELECT 1 AS locked FROM project
    WHERE owner_id = ${accountId}::uuid OR offered_to_id = ${accountId}::uuid
      OR id IN (SELECT project_id FROM membership WHERE account_id = ${accountId}::uuid)
    ORDER BY id FOR NO KEY UPDATE`;
  const rows = await tx.$queryRaw<{ email: string }[]>`
    SELECT email FROM account WHERE id = ${accountId}::uuid AND deleted_at IS NULL FOR UPDATE`;
  return rows[0] ?? null;
}

/** The person's living projects, with who else is in the whole of each. */
export async function findMine(scope: AccountScope, tx: Tx): Promise<Owned[]> {
  const rows = await tx.project.findMany({
    where: { ownerId: scope.accountId, deletedAt: null },
    orderBy: { id: "asc" },
    select: {
      id: true,
      memberships: { where: { accountId: { not: scope.accountId } }, select: { accountId: true } },
    },
  });
  return rows.map(({ id, memberships }) => ({ id, memberIds: memberships.map(({ accountId }) => accountId) }));
}

export async function deleteProjects(scope: AccountScope, tx: Tx, ids: readonly string[], now: Date): Promise<void> {
  await tx.project.updateMany({
    where: { id: { in: [...ids] }, ownerId: scope.accountId, deletedAt: null },
    data: { deletedAt: now, offeredToId: null },
  });
}

export async function offerOwned(scope: AccountScope, tx: Tx, projectId: string, offeredToId: string): Promise<void> {
  await tx.project.updateMany({ where: { id: projectId, ownerId: scope.accountId }, data: { offeredToId } });
}

/** What there is to decide on. */
export function findOwned({ accountId }: AccountScope, db: Db) {
  return db.project.findMany({
    where: { ownerId: accountId, deletedAt: null },
    orderBy: { id: "desc" },
    select: {
      id: true,
      name: true,
      _count: { select: { songs: { where: { deletedAt: null } } } },
      memberships: {
        where: { accountId: { not: accountId } },
        orderBy: [{ role: "desc" }, { id: "asc" }],
        select: { account: { select: { id: true, name: true } } },
      },
    },
  });
}

/** Ends whatever lets somebody act as this account, and what was kept for its reader or of its address. */
export async function endEverything({ accountId }: AccountScope, tx: Tx, email: string): Promise<void> {
  await tx.session.deleteMany({ where: { accountId } });
  await tx.apiToken.deleteMany({ where: { accountId } });
  await tx.accountToken.deleteMany({ where: { accountId } });
  await tx.identity.deleteMany({ where: { accountId } });
  await tx.notification.deleteMany({ where: { readerId: accountId } });
  await tx.noticeChoice.deleteMany({ where: { accountId } });
  await tx.noticeLevel.deleteMany({ where: { accountId } });
  await tx.noticeDue.deleteMany({ where: { readerId: accountId } });
  await tx.digestRun.deleteMany({ where: { accountId } });
  await tx.accessRequest.deleteMany({ where: { email } });
  // The sweeper takes away their files.
  const ended = { activeKey: null, storageId: null };
  await tx.export.updateMany({ where: { createdById: accountId }, data: { ...ended, state: "cancelled" } });
}

/** Leaves a row without a person, for the sake of what they said and brought. Its id in place of an address is none. */
export async function makeFormer(
  { accountId }: AccountScope,
  tx: Tx,
  { email, now }: { email: string; now: Date },
): Promise<void> {
  await tx.account.update({
    where: { id: accountId },
    data: {
      ...{ email: accountId, emailAsTyped: "", name: FORMER_NAME, passwordHash: null, emailVerifiedAt: null },
      ...{ timeZone: "UTC", digestFrequency: "off", quietFrom: null, quietTo: null, deletedAt: now },
    },
    select: { id: true },
  });
  // Tries are counted by whose account they were at.
  await tx.$executeRaw`DELETE FROM rate_limit WHERE split_part(key, ':', 2) IN (${email}, ${accountId})`;
}

export async function readProof(
  { accountId }: AccountScope,
  db: Db,
  sessionId: string,
): Promise<{ hasPassword: boolean; signedInAt: Date | null }> {
  const { passwordHash, sessions } = await db.account.findUniqueOrThrow({
    where: { id: accountId },
    select: { passwordHash: true, sessions: { where: { id: sessionId }, select: { createdAt: true } } },
  });
  return { hasPassword: passwordHash !== null, signedInAt: sessions[0]?.createdAt ?? null };
}
