import type { Actor } from "@/lib/access/actor";
import { requireLiving } from "@/lib/access/living-store";
import { hashPassword } from "@/lib/access/passwords";
import { requirePerson, scopeAccount } from "@/lib/access/scope";
import { visitorScope } from "@/lib/access/visitor-scope";
import { AppError } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { isDuplicate, type Tx, transact } from "@/lib/db/client";
import { joinByInvites } from "@/lib/domains/shares/commands";
import { deliverSoon } from "@/lib/mail/deliver-soon";
import { type RenderedMail, renderActionMail } from "@/lib/mail/render";
import type { Services } from "@/lib/services";
import { requireEmail } from "../reads";
import type { ChangeAddress, ChangePassword } from "../schema";
import {
  keepKnownAccountMail,
  keepNotice,
  keepSecret,
  prepareSecret,
  renderKnownAccountMail,
  takeSecret,
} from "../secrets/commands";
import { spendSecrets } from "../secrets/store";
import { revokeOtherSessions } from "../sessions/store";
import { findByEmail, findById, setAddress, setPasswordHash } from "../store";
import { writeAddressAskedMail, writeAddressChangedMail, writePasswordChangedMail } from "./rules";

/**
 * Sets another password for somebody whose current one was checked. Every other session ends, and so does each link to set a
 * password or an address that was mailed; API tokens go on. The address is told.
 */
export async function changePassword(
  services: Services,
  actor: Actor | null,
  input: Pick<ChangePassword, "password">,
): Promise<void> {
  const scope = scopeAccount(actor);
  const keptId = actor?.kind === "session" ? actor.credentialId : null;
  const [passwordHash, mail] = await Promise.all([hashPassword(input.password), renderPasswordChanged(services)]);
  const now = services.clock.now();
  const emailId = await transact(services.db, async (tx) => {
    await requireLiving(tx, scope.accountId);
    await setPasswordHash(visitorScope, tx, scope.accountId, passwordHash);
    await revokeOtherSessions(scope, tx, keptId, now);
    for (const purpose of ["reset", "address", "delete"] as const)
      await spendSecrets(visitorScope, tx, scope.accountId, purpose, now);
    return keepPasswordChanged(services, tx, scope.accountId, mail);
  });
  deliverSoon(services, emailId);
}

export function renderPasswordChanged(services: Services): Promise<RenderedMail> {
  return renderActionMail(writePasswordChangedMail(services.config.app.url));
}

/** Keeps the mail that tells of a new password. @returns its id, to be sent after the commit. */
export async function keepPasswordChanged(
  services: Services,
  tx: Tx,
  accountId: string,
  mail: RenderedMail,
): Promise<string> {
  const { email } = await findById(visitorScope, tx, accountId);
  return keepNotice(services, tx, { id: accountId, email }, { mail, key: `password-changed:${createId()}` });
}

/**
 * Mails a link to the address that somebody, whose password was checked, wants from now on, and tells the present one of it.
 * Whether the new one has an account already is told to nobody but its owner. @throws AppError invalid_input `same_email`.
 */
export async function askNewAddress(
  services: Services,
  actor: Actor | null,
  input: Pick<ChangeAddress, "email">,
): Promise<void> {
  const { accountId, email: present } = requirePerson(actor);
  const email = requireEmail(input.email);
  if (email === present) throw refuseEmail("same_email", "This is your address already.");
  const [secret, known, notice] = await Promise.all([
    prepareSecret(services, "address"),
    renderKnownAccountMail(services),
    renderActionMail(writeAddressAskedMail(services.config.app.url, email)),
  ]);
  const now = services.clock.now();
  const emailIds = await transact(services.db, async (tx) => {
    await requireLiving(tx, accountId);
    await spendSecrets(visitorScope, tx, accountId, "address", now);
    const owner = await findByEmail(visitorScope, tx, email);
    const change = { newEmail: email, newEmailAsTyped: input.email };
    const key = `address-asked:${createId()}`;
    return [
      owner
        ? await keepKnownAccountMail(services, tx, owner, known)
        : await keepSecret(services, tx, { id: accountId, email: present }, secret, change),
      await keepNotice(services, tx, { id: accountId, email: present }, { mail: notice, key }),
    ];
  });
  for (const id of emailIds) deliverSoon(services, id);
}

/**
 * Makes the address that a mailed secret went to the account's own, and so a verified one; invites that wait for it become
 * access. Links that were mailed to the old address work no more, and it is told. @throws AppError gone, conflict `address_taken`.
 */
export async function takeNewAddress(services: Services, input: { token: string }): Promise<void> {
  const { accountId, emailId } = await transact(services.db, (tx) => moveAddress(services, tx, input.token)).catch(
    (error: unknown) => {
      throw isDuplicate(error) ? takenAddress() : error;
    },
  );
  deliverSoon(services, emailId);
  await joinByInvites(services, accountId);
}

async function moveAddress(services: Services, tx: Tx, token: string) {
  const now = services.clock.now();
  const { accountId, newEmail, newEmailAsTyped } = await takeSecret(tx, token, "address", now);
  const { email: old } = await findById(visitorScope, tx, accountId);
  if (!newEmail || (await findByEmail(visitorScope, tx, newEmail))) throw takenAddress();
  await setAddress(visitorScope, tx, accountId, { email: newEmail, emailAsTyped: newEmailAsTyped ?? newEmail, now });
  for (const purpose of ["verify", "reset", "delete"] as const)
    await spendSecrets(visitorScope, tx, accountId, purpose, now);
  const mail = await renderActionMail(writeAddressChangedMail(services.config.app.url, newEmail));
  const key = `address-changed:${createId()}`;
  return { accountId, emailId: await keepNotice(services, tx, { id: accountId, email: old }, { mail, key }) };
}

function takenAddress(): AppError {
  return new AppError(
    "conflict",
    "address_taken",
    "This address has an account of its own meanwhile. Sign in with that one, or choose another address.",
  );
}

function refuseEmail(reason: string, message: string): AppError {
  return new AppError("invalid_input", reason, message, { fields: [{ field: "email", message }] });
}
