import { createSecret, hashSecret } from "@/lib/access/tokens";
import { visitorScope } from "@/lib/access/visitor-scope";
import { createId } from "@/lib/core/ids";
import type { Tx } from "@/lib/db/client";
import { freezeEmail } from "@/lib/mail/email-store";
import { type RenderedMail, renderActionMail } from "@/lib/mail/render";
import type { Services } from "@/lib/services";
import {
  buildSecretMailKey,
  SECRET_LIFETIME_MS,
  SECRET_MAIL_PATIENCE_MS,
  type SecretPurpose,
  writeResetMail,
  writeVerifyMail,
} from "./rules";
import { insertSecret } from "./store";

/** A secret with the mail that carries it, before it is known whether anybody gets it. */
export interface PreparedSecret {
  purpose: SecretPurpose;
  hash: string;
  mail: RenderedMail;
}

/** Done for every address, known or not, so that both take the same time. */
export async function prepareSecret(services: Services, purpose: SecretPurpose): Promise<PreparedSecret> {
  const secret = createSecret();
  const write = purpose === "verify" ? writeVerifyMail : writeResetMail;
  return { purpose, hash: hashSecret(secret), mail: await renderActionMail(write(services.config.app.url, secret)) };
}

/** Keeps the secret's hash and its mail in one transaction. @returns the mail's id, to be sent after the commit. */
export async function keepSecret(
  services: Services,
  tx: Tx,
  account: { id: string; email: string },
  { purpose, hash, mail }: PreparedSecret,
): Promise<string> {
  const now = services.clock.now();
  const id = createId();
  const expiresAt = new Date(now.getTime() + SECRET_LIFETIME_MS[purpose]);
  await insertSecret(visitorScope, tx, { id, accountId: account.id, purpose, hash, createdAt: now, expiresAt });
  return freezeEmail(
    tx,
    {
      ...mail,
      key: buildSecretMailKey(purpose, id),
      lane: "transactional",
      accountId: account.id,
      toAddress: account.email,
      fromAddress: services.config.mail.from,
      expiresAt: new Date(now.getTime() + SECRET_MAIL_PATIENCE_MS),
    },
    now,
  );
}
