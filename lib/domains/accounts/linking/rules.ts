import type { Config } from "@/lib/config/config";
import { AppError } from "@/lib/core/errors";
import type { ActionMail } from "@/lib/mail/render";
import { normalizeEmail } from "../rules";
import type { ProvenIdentity } from "./schema";

const MAX_NAME_LENGTH = 200;

/** Whom people can sign in with on this Segno, as the sign-in page shows them. */
export function listProviders({ signIn }: Pick<Config, "signIn">): { id: string; name: string }[] {
  const { google, github, oidc } = signIn;
  return [
    ...(google ? [{ id: "google", name: "Google" }] : []),
    ...(github ? [{ id: "github", name: "GitHub" }] : []),
    ...(oidc ? [{ id: "oidc", name: oidc.name }] : []),
  ];
}

/** One that this Segno asks no longer has no name here but ours. */
export function nameProvider(config: Pick<Config, "signIn">, provider: string): string {
  return listProviders(config).find(({ id }) => id === provider)?.name ?? provider;
}

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

/** Without a password another provider is needed, and one that this Segno still asks. @throws AppError conflict `last_way_in`. */
export function requireOtherWay(
  account: { hasPassword: boolean; others: string[] },
  config: Pick<Config, "signIn">,
): void {
  const asked = listProviders(config).map(({ id }) => id);
  if (account.hasPassword || account.others.some((provider) => asked.includes(provider))) return;
  throw new AppError("conflict", "last_way_in", "Nothing else would let you in. Set a password first.");
}

export function writeUnlinkedMail(appUrl: string, providerName: string): ActionMail {
  return {
    subject: `${providerName} signs you in to Segno no longer`,
    heading: `${providerName} signs you in no longer`,
    body: `Somebody, probably you, has just taken ${providerName} from the ways that lead to your account. Whoever is signed in stays so.`,
    action: { label: "Look at how you sign in", url: `${appUrl}/settings` },
    note: "If it was not you, set a new password: that signs everybody else out.",
  };
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
