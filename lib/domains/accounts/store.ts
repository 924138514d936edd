import type { AccountScope } from "@/lib/access/scope";
import type { VisitorScope } from "@/lib/access/visitor-scope";
import type { Db, Tx } from "@/lib/db/client";

const KNOWN = { id: true, email: true, name: true, passwordHash: true, emailVerifiedAt: true } as const;
const SHOWN = {
  id: true,
  email: true,
  name: true,
  emailVerifiedAt: true,
  passwordHash: true,
  timeZone: true,
  digestFrequency: true,
  digestHour: true,
  digestDay: true,
  quietFrom: true,
  quietTo: true,
} as const;

export interface KnownAccount {
  id: string;
  email: string;
  name: string;
  passwordHash: string | null;
  emailVerifiedAt: Date | null;
}

export interface AccountRow {
  id: string;
  email: string;
  name: string;
  emailVerifiedAt: Date | null;
  passwordHash: string | null;
  timeZone: string;
  digestFrequency: "daily" | "weekly" | "off";
  digestHour: number;
  digestDay: number;
  quietFrom: number | null;
  quietTo: number | null;
}

export function findByEmail(_scope: VisitorScope, db: Db | Tx, email: string): Promise<KnownAccount | null> {
  return db.account.findUnique({ where: { email }, select: KNOWN });
}

/** Of an account that is there. */
export function findById(_scope: VisitorScope, db: Db | Tx, id: string): Promise<KnownAccount> {
  return db.account.findUniqueOrThrow({ where: { id }, select: KNOWN });
}

export interface NewAccount {
  id: string;
  email: string;
  emailAsTyped: string;
  name: string;
  passwordHash: string | null;
  /** Left out of one whose address has yet to be proven. */
  emailVerifiedAt?: Date;
  timeZone: string;
  now: Date;
}

/** @returns false when the address has an account already. */
export async function insertAccount(_scope: VisitorScope, tx: Db | Tx, account: NewAccount): Promise<boolean> {
  const { now, ...rest } = account;
  const { count } = await tx.account.createMany({
    data: { ...rest, createdAt: now, digestWatermark: now },
    skipDuplicates: true,
  });
  return count > 0;
}

/** @returns false when it was verified already. */
export async function markVerified(_scope: VisitorScope, tx: Db | Tx, id: string, now: Date): Promise<boolean> {
  const data = { emailVerifiedAt: now };
  return (await tx.account.updateMany({ where: { id, emailVerifiedAt: null }, data })).count > 0;
}

/** Another address, which was just proven. @throws a duplicate when somebody else has it. */
export async function setAddress(
  _scope: VisitorScope,
  tx: Tx,
  id: string,
  { now, ...address }: { email: string; emailAsTyped: string; now: Date },
): Promise<void> {
  await tx.account.update({ where: { id }, data: { ...address, emailVerifiedAt: now }, select: { id: true } });
}

export async function setPasswordHash(
  _scope: VisitorScope,
  tx: Db | Tx,
  id: string,
  passwordHash: string,
): Promise<void> {
  await tx.account.update({ where: { id }, data: { passwordHash }, select: { id: true } });
}

export function readAccountRow(scope: AccountScope, db: Db | Tx): Promise<AccountRow | null> {
  return db.account.findUnique({ where: { id: scope.accountId }, select: SHOWN });
}

export function updateAccountRow(
  scope: AccountScope,
  tx: Db | Tx,
  changes: Partial<Omit<AccountRow, "id" | "email" | "emailVerifiedAt">>,
): Promise<AccountRow> {
  return tx.account.update({ where: { id: scope.accountId }, data: changes, select: SHOWN });
}
