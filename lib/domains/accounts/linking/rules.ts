import { AppError } from "@/lib/core/errors";
import type { ActionMail } from "@/lib/mail/render";
import { normalizeEmail } from "../rules";
import type { ProvenIdentity } from "./schema";

const MAX_NAME_LENGTH = 200;

/** The address that an identity may be linked by: one that the provider verified. @throws AppError forbidden. */
export function requireProvenEmail({ email, isEmailVerified }: ProvenIdentity): string {
  const normalized = email === null ? null : normalizeEmail(email);
  if (normalized === null) throw refuse("email_missing");
  if (!isEmailVerified) throw refuse("email_unverified");
  return normalized;
}

/** Why nobody gets in by this identity; pages have the words. */
export function refuse(reason: "email_missing" | "email_unverified" | "other_identity"): AppError {
  return new AppError(
    "forbidden",
    reason,
    "Nobody can sign in by this. Use e-mail and password, or set a new password.",
  );
}

/** As the provider calls them; without a name, what stands before the @. */
export function chooseName({ name }: ProvenIdentity, email: string): string {
  const chosen = name.normalize("NFC").replace(/\p{C}/gu, "").trim();
  return [...(chosen === "" ? (email.split("@")[0] ?? email) : chosen)].slice(0, MAX_NAME_LENGTH).join("");
}

export function writeLinkedMail(appUrl: string, providerName: string): ActionMail {
  return {
    subject: `${providerName} signs you in to Segno now`,
    heading: `${providerName} signs you in now`,
    body: `Somebody, probably you, has just signed in with ${providerName}, which says that this is their address. From now on both ways lead to your account.`,
    action: { label: "Open Segno", url: appUrl },
    note: `If it was not you, somebody else can read this address's mail or use your account at ${providerName}.`,
  };
}
