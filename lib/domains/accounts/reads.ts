import type { Actor } from "@/lib/access/actor";
import { scopeAccount } from "@/lib/access/scope";
import { visitorScope } from "@/lib/access/visitor-scope";
import { AppError, notFound } from "@/lib/core/errors";
import type { Db, Tx } from "@/lib/db/client";
import { findSuppression } from "@/lib/mail/suppression-store";
import type { Services } from "@/lib/services";
import { normalizeEmail } from "./rules";
import type { AccountView } from "./schema";
import { type AccountRow, findByEmail, readAccountRow } from "./store";

export async function readAccount(services: Services, actor: Actor | null): Promise<AccountView> {
  const row = await readAccountRow(scopeAccount(actor), services.db);
  if (!row) throw notFound("account");
  return showAccount(services, row);
}

/** What keeps mail from the person's address. */
export function readMailProblem(services: Services, { email }: { email: string }): Promise<AccountView["mailProblem"]> {
  return findSuppression(services.db, email, "bulk");
}

/** The identity behind an address. @throws AppError invalid_input when it is none. */
export function requireEmail(typed: string): string {
  const email = normalizeEmail(typed);
  if (email !== null) return email;
  const message = "Write an address such as mara@example.com, with plain signs.";
  throw new AppError("invalid_input", "bad_email", message, { fields: [{ field: "email", message }] });
}

/** The account of a normalised address that was verified; null for every other, so that callers can't tell them apart. */
export async function findVerifiedPerson(
  db: Db | Tx,
  email: string,
): Promise<{ id: string; name: string; email: string } | null> {
  const account = await findByEmail(visitorScope, db, email);
  return account?.emailVerifiedAt ? { id: account.id, name: account.name, email: account.email } : null;
}

export async function showAccount(
  services: Services,
  { emailVerifiedAt, passwordHash, quietFrom, quietTo, ...row }: AccountRow,
): Promise<AccountView> {
  const mailProblem = await readMailProblem(services, row);
  const quietHours = quietFrom === null || quietTo === null ? null : { from: quietFrom, to: quietTo };
  const hasPassword = passwordHash !== null;
  return { ...row, quietHours, isVerified: emailVerifiedAt !== null, hasPassword, mailProblem };
}
