import { createSecret, hashSecret } from "@/lib/access/tokens";
import { visitorScope } from "@/lib/access/visitor-scope";
import { AppError } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import type { Tx } from "@/lib/db/client";
import { freezeEmail } from "@/lib/mail/email-store";
import { type RenderedMail, renderActionMail } from "@/lib/mail/render";
import type { Services } from "@/lib/services";
import {
  buildSecretMailKey,
  SECRET_LIFETIME_MS,
  SECRET_MAIL_PATIENCE_MS,
  SECRET_MAILS,
  type SecretPurpose,
  writeKnownAccountMail,
} from "./rules";
import { holdSecretsAccount, insertSecret, type SecretContent, useSecret } from "./store";

/** A secret with the mail that carries it, before it is known whether anybody gets it. */
export interface PreparedSecret {
  purpose: SecretPurpose;
  hash: string;
  mail: RenderedMail;
}

/** Done for every address, known or not, so that both take the same time. */
export async function prepareSecret(services: Services, purpose: SecretPurpose): Promise<PreparedSecret> {
  const secret = createSecret();
  const mail = SECRET_MAILS[purpose](services.config.app.url, secret);
  return { purpose, hash: hashSecret(secret), mail: await renderActionMail(mail) };
}

/**
 * Keeps the secret's hash and its mail, to the account's address or to the one that is to become it, in one transaction.
 * @returns the mail's id, to be sent after the commit.
 */
export async function keepSecret(
  services: Services,
  tx: Tx,
  account: { id: string; email: string },
  { purpose, hash, mail }: PreparedSecret,
  content: SecretContent = {},
): Promise<string> {
  const now = services.clock.now();
  const id = createId();
  const expiresAt = new Date(now.getTime() + SECRET_LIFETIME_MS[purpose]);
  const secret = { id, accountId: account.id, purpose, hash, createdAt: now, expiresAt };
  await insertSecret(visitorScope, tx, { ...secret, ...content });
  const key = buildSecretMailKey(purpose, id);
  return keepNotice(services, tx, { id: account.id, email: content.newEmail ?? account.email }, { mail, key });
}

/** For every address, known or not, as `prepareSecret`. */
export function renderKnownAccountMail(services: Services): Promise<RenderedMail> {
  return renderActionMail(writeKnownAccountMail(services.config.app.url));
}

/** Tells the owner of an address that it has an account, once an hour at most, however often somebody tries. @returns the mail's id. */
export function keepKnownAccountMail(
  services: Services,
  tx: Tx,
  owner: { id: string | null; email: string },
  mail: RenderedMail,
): Promise<string> {
  const hour = services.clock.now().toISOString().slice(0, 13);
  return keepNotice(services, tx, owner, { mail, key: `known:${owner.id ?? owner.email}:${hour}` });
}

/** Keeps a mail that tells somebody of something about their account. @returns its id, to be sent after the commit. */
export function keepNotice(
  services: Services,
  tx: Tx,
  { id: accountId, email: toAddress }: { id: string | null; email: string },
  { mail, key }: { mail: RenderedMail; key: string },
): Promise<string> {
  const now = services.clock.now();
  const expiresAt = new Date(now.getTime() + SECRET_MAIL_PATIENCE_MS);
  const fromAddress = services.config.mail.from;
  return freezeEmail(tx, { ...mail, key, lane: "transactional", accountId, toAddress, fromAddress, expiresAt }, now);
}

/** Uses up a mailed secret. @throws AppError gone `link_spent`. */
export async function takeSecret(tx: Tx, token: string, purpose: SecretPurpose, now: Date) {
  const lifetimeMs = SECRET_LIFETIME_MS[purpose];
  const hash = hashSecret(token);
  const isHeld = await holdSecretsAccount(visitorScope, tx, hash);
  const used = isHeld ? await useSecret(visitorScope, tx, { hash, purpose, lifetimeMs, now }) : null;
  if (used) return used;
  throw new AppError("gone", "link_spent", "This link was used already or is too old. Ask for a new one.");
}
