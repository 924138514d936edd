import type { ActionMail } from "@/lib/mail/render";

export type SecretPurpose = "verify" | "reset" | "address" | "delete";

const HOUR_MS = 60 * 60 * 1000;
/** How long a mailed link works, counted from when the mail was sent. */
export const SECRET_LIFETIME_MS: Record<SecretPurpose, number> = {
  verify: 24 * HOUR_MS,
  reset: HOUR_MS,
  address: 24 * HOUR_MS,
  delete: 24 * HOUR_MS,
};
/** How long its mail may wait for the provider or the quota before it is given up. */
export const SECRET_MAIL_PATIENCE_MS = 26 * HOUR_MS;

/** The mail's key, by which the time of sending is found again. */
export function buildSecretMailKey(purpose: SecretPurpose, tokenId: string): string {
  return `${purpose}:${tokenId}`;
}

function writeVerifyMail(appUrl: string, secret: string): ActionMail {
  return {
    subject: "Verify your address for Segno",
    heading: "Is this your address?",
    body: "Verify it, and what others shared with you opens. You can then upload and invite, too.",
    action: { label: "Verify address", url: `${appUrl}/verify?token=${secret}` },
    note: "The link works once, for 24 hours. If you did not sign up for Segno, leave this mail alone: nothing happens.",
  };
}

function writeResetMail(appUrl: string, secret: string): ActionMail {
  return {
    subject: "Set a new password for Segno",
    heading: "Set a new password",
    body: "You, or somebody who knows your address, asked for a new password.",
    action: { label: "Set a new password", url: `${appUrl}/reset?token=${secret}` },
    note: "The link works once, for one hour, and signs you out everywhere. If you did not ask for it, leave this mail alone: your password stays.",
  };
}

function writeAddressMail(appUrl: string, secret: string): ActionMail {
  return {
    subject: "Your new address for Segno",
    heading: "Use this address for Segno?",
    body: "Somebody who is signed in, probably you, wants to be reached here from now on.",
    action: { label: "Use this address", url: `${appUrl}/address?token=${secret}` },
    note: "The link works once, for 24 hours. If you did not ask for it, leave this mail alone: nothing happens.",
  };
}

function writeDeleteMail(appUrl: string, secret: string): ActionMail {
  return {
    subject: "Delete your account at Segno?",
    heading: "Delete your account?",
    body: "Somebody who is signed in as you, probably you, wants your account to end. The next page says what goes and what stays; nothing happens until you press there.",
    action: { label: "See what happens", url: `${appUrl}/goodbye?token=${secret}` },
    note: "The link works once, for 24 hours. If it was not you, set a new password at once: it ends this link and signs everybody out.",
  };
}

export const SECRET_MAILS: Record<SecretPurpose, (appUrl: string, secret: string) => ActionMail> = {
  verify: writeVerifyMail,
  reset: writeResetMail,
  address: writeAddressMail,
  delete: writeDeleteMail,
};

export function writeKnownAccountMail(appUrl: string): ActionMail {
  return {
    subject: "You already have an account at Segno",
    heading: "You already have an account",
    body: "Somebody, probably you, tried to sign up with this address. It has an account: sign in with it.",
    action: { label: "Sign in", url: `${appUrl}/sign-in` },
    note: `If you don't remember the password, set a new one: ${appUrl}/forgot. If it was not you, nothing has changed.`,
  };
}
