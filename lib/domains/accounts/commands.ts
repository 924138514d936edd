import { setTimeout as sleep } from "node:timers/promises";
import type { Actor } from "@/lib/access/actor";
import { isLiving, requireLiving } from "@/lib/access/living-store";
import { hashPassword } from "@/lib/access/passwords";
import { scopeAccount } from "@/lib/access/scope";
import { visitorScope } from "@/lib/access/visitor-scope";
import { AppError } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { transact } from "@/lib/db/client";
import { reopenDigestDay } from "@/lib/domains/digests/commands";
import { joinByInvites } from "@/lib/domains/shares/commands";
import { deliverSoon } from "@/lib/mail/deliver-soon";
import type { Services } from "@/lib/services";
import { keepPasswordChanged, renderPasswordChanged } from "./identity/commands";
import { requireEmail, showAccount } from "./reads";
import { chooseTimeZone, isKnownTimeZone } from "./rules";
import type { AccountView, SignUpInput, UpdateAccountInput } from "./schema";
import {
  keepKnownAccountMail,
  keepSecret,
  prepareSecret,
  renderKnownAccountMail,
  takeSecret,
} from "./secrets/commands";
import type { SecretPurpose } from "./secrets/rules";
import { spendSecrets } from "./secrets/store";
import { revokeSessionsOf } from "./sessions/store";
import { findByEmail, insertAccount, markVerified, setPasswordHash, updateAccountRow } from "./store";
import { revokeApiTokensOf } from "./tokens/store";

/**
 * Makes an account and mails the link that verifies its address. An address that has one gets a mail that says so; the
 * answer, the work done and its time are the same.
 */
export async function signUp(services: Services, input: SignUpInput): Promise<void> {
  const email = requireEmail(input.email);
  const [passwordHash, secret, known] = await Promise.all([
    hashPassword(input.password),
    prepareSecret(services, "verify"),
    renderKnownAccountMail(services),
  ]);
  const now = services.clock.now();
  const account = { id: createId(), email, emailAsTyped: input.email, name: input.name, passwordHash, now };
  const emailId = await transact(services.db, async (tx) => {
    const timeZone = chooseTimeZone(input.timeZone);
    if (await insertAccount(visitorScope, tx, { ...account, timeZone }))
      return keepSecret(services, tx, account, secret);
    const owner = await findByEmail(visitorScope, tx, email);
    return keepKnownAccountMail(services, tx, { id: owner?.id ?? null, email }, known);
  });
  deliverSoon(services, emailId);
}

/** Mails the link to verify again, if there is somebody whose address waits for it. */
export function askVerification(services: Services, input: { email: string }): Promise<void> {
  return mailSecret(services, input.email, "verify");
}

/** Mails a link to set a new password, if there is somebody with this address. */
export function askReset(services: Services, input: { email: string }): Promise<void> {
  return mailSecret(services, input.email, "reset");
}

/** Longer than any of the ways through `mailSecret` takes, so that its time does not tell whether somebody was mailed. */
const ANSWER_AFTER_MS = 60;

async function mailSecret(services: Services, typed: string, purpose: SecretPurpose): Promise<void> {
  const email = requireEmail(typed);
  await Promise.all([sleep(ANSWER_AFTER_MS), mailSecretTo(services, email, purpose)]);
}

async function mailSecretTo(services: Services, email: string, purpose: SecretPurpose): Promise<void> {
  const secret = await prepareSecret(services, purpose);
  const account = await findByEmail(visitorScope, services.db, email);
  if (!account || (purpose === "verify" && account.emailVerifiedAt)) return;
  const emailId = await transact(services.db, async (tx) =>
    (await isLiving(tx, account.id)) ? keepSecret(services, tx, account, secret) : null,
  );
  if (emailId) deliverSoon(services, emailId);
}

/** Verifies an address with its mailed secret. Invites that waited for it become access. @throws AppError gone. */
export async function verifyAccount(services: Services, input: { token: string }): Promise<void> {
  const now = services.clock.now();
  const accountId = await transact(services.db, async (tx) => {
    const { accountId: used } = await takeSecret(tx, input.token, "verify", now);
    await markVerified(visitorScope, tx, used, now);
    return used;
  });
  await joinByInvites(services, accountId);
}

/**
 * Sets a password with a mailed secret. It ends every session and API token and whatever change of address was asked for, and proves the
 * address as verifying does. The address is told.
 * @throws AppError gone.
 */
export async function setPassword(services: Services, input: { token: string; password: string }): Promise<void> {
  const [passwordHash, mail] = await Promise.all([hashPassword(input.password), renderPasswordChanged(services)]);
  const now = services.clock.now();
  const { accountId, emailId } = await transact(services.db, async (tx) => {
    const { accountId: used } = await takeSecret(tx, input.token, "reset", now);
    await setPasswordHash(visitorScope, tx, used, passwordHash);
    await markVerified(visitorScope, tx, used, now);
    await revokeSessionsOf(visitorScope, tx, used, now);
    await revokeApiTokensOf(visitorScope, tx, used, now);
    for (const purpose of ["reset", "address", "delete"] as const)
      await spendSecrets(visitorScope, tx, used, purpose, now);
    return { accountId: used, emailId: await keepPasswordChanged(services, tx, used, mail) };
  });
  deliverSoon(services, emailId);
  await joinByInvites(services, accountId);
}

/** Changes name, time zone, digest and quiet hours. A new rhythm counts from today. @throws AppError invalid_input. */
export async function updateAccount(
  services: Services,
  actor: Actor | null,
  input: UpdateAccountInput,
): Promise<AccountView> {
  const scope = scopeAccount(actor);
  if (input.timeZone !== undefined && !isKnownTimeZone(input.timeZone)) {
    const message = "Choose a time zone such as Europe/Berlin.";
    throw new AppError("invalid_input", "bad_time_zone", message, { fields: [{ field: "timeZone", message }] });
  }
  const { quietHours, ...rest } = input;
  const quiet =
    quietHours === undefined ? {} : { quietFrom: quietHours?.from ?? null, quietTo: quietHours?.to ?? null };
  const row = await transact(services.db, async (tx) => {
    await requireLiving(tx, scope.accountId);
    const updated = await updateAccountRow(scope, tx, { ...rest, ...quiet });
    const isOtherRhythm = [input.timeZone, input.digestFrequency, input.digestHour, input.digestDay].some(
      (value) => value !== undefined,
    );
    if (isOtherRhythm) await reopenDigestDay(services, tx, scope);
    return updated;
  });
  return showAccount(services, row);
}
