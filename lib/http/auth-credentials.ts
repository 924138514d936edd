import type { Actor, PersonActor } from "@/lib/access/actor";
import { requirePerson } from "@/lib/access/scope";
import { hashSecret } from "@/lib/access/tokens";
import { AppError } from "@/lib/core/errors";
import { readOwnProof } from "@/lib/domains/accounts/leaving/reads";
import { normalizeEmail } from "@/lib/domains/accounts/rules";
import type { Credentials } from "@/lib/domains/accounts/schema";
import { checkPassword } from "@/lib/domains/accounts/sessions/commands";
import type { Services } from "@/lib/services";
import { readNetworkAddress } from "./network-address";
import { consumeLimit, type LimitName, resetLimit } from "./rate-limits";

/**
 * Who proves themselves by e-mail and password; null when they don't belong together. Tries are counted before the
 * password is hashed, by the address they come from and by the account they are at, each on its own: another address
 * gives no new tries at one account. @throws AppError rate_limited.
 */
export async function checkCredentials(
  services: Services,
  credentials: Credentials,
  headers: Headers,
): Promise<PersonActor | null> {
  const account = normalizeEmail(credentials.email) ?? "none";
  await consumeLimit(services, "sign-in-address", readAddress(services, headers));
  await consumeLimit(services, "sign-in-account", account);
  const person = await checkPassword(services, credentials);
  if (person) await resetLimit(services, "sign-in-account", account);
  return person;
}

/**
 * Asks for the password once more before something that a session left open must not allow.
 * @throws AppError unauthenticated, rate_limited, invalid_input `wrong_password` at `currentPassword`.
 */
export async function requireOwnPassword(
  services: Services,
  actor: Actor | null,
  password: string,
  headers: Headers,
): Promise<void> {
  const { email } = requirePerson(actor);
  if (await checkCredentials(services, { email, password }, headers)) return;
  const message = "This is not your password.";
  const fields = [{ field: "currentPassword", message }];
  throw new AppError("invalid_input", "wrong_password", message, { fields });
}

/**
 * The same for somebody who may have no password: then they have just signed in.
 * @throws AppError as `requireOwnPassword`, forbidden `sign_in_again`.
 */
export async function requireOwnProof(
  services: Services,
  actor: Actor | null,
  password: string | undefined,
  headers: Headers,
): Promise<void> {
  const { hasPassword, isFresh } = await readOwnProof(services, actor);
  if (hasPassword) return requireOwnPassword(services, actor, password ?? "", headers);
  if (isFresh) return;
  const cure = "Sign out and in again, and come back within ten minutes.";
  throw new AppError(
    "forbidden",
    "sign_in_again",
    `You have no password, so a new sign-in has to prove it is you. ${cure}`,
  );
}

/** Counts one request that may mail somebody: by the network address and by the address it would go to. */
export async function consumeMailLimits(services: Services, email: string, headers: Headers): Promise<void> {
  await consumeLimit(services, "mail-address", readAddress(services, headers));
  await consumeLimit(services, "mail-account", normalizeEmail(email) ?? "none");
}

/** The same for somebody who is signed in: by who asks, wherever they are, and by the address it would go to. */
export async function consumeOwnMailLimits(services: Services, actor: Actor | null, email: string): Promise<void> {
  await consumeLimit(services, "mail-account", requirePerson(actor).accountId);
  await consumeLimit(services, "mail-account", normalizeEmail(email) ?? "none");
}

/** Counts one question for access: by where it comes from, and by the address that asks. */
export async function consumeAskLimits(services: Services, email: string, headers: Headers): Promise<void> {
  await consumeLimit(services, "ask-address", readAddress(services, headers));
  await consumeLimit(services, "mail-account", normalizeEmail(email) ?? "none");
}

/** Counts one try by where it came from. */
export async function consumeAddressLimit(services: Services, name: LimitName, headers: Headers): Promise<void> {
  await consumeLimit(services, name, readAddress(services, headers));
}

/**
 * Counts one try to enter by a link: by where it comes from and, where a password is sent, by the link as well. Before the
 * password is hashed, so that guessing costs us nothing.
 */
export async function consumeLinkLimits(
  services: Services,
  input: { token: string; password?: string | undefined },
  headers: Headers,
): Promise<void> {
  const address = readAddress(services, headers);
  await consumeLimit(services, "link-address", address);
  if (input.password === undefined) return;
  const link = hashSecret(input.token);
  await consumeLimit(services, "link-password-address", `${link}:${address}`);
  await consumeLimit(services, "link-password", link);
}

function readAddress(services: Services, headers: Headers): string {
  return readNetworkAddress(headers, services.config.app.trustedProxies);
}
