import { domainToASCII } from "node:url";
import { IANAZone } from "luxon";
import type { PersonActor } from "@/lib/access/actor";
import type { Config } from "@/lib/config/config";

const MAX_ADDRESS_LENGTH = 254;
const MAX_LOCAL_LENGTH = 64;
/** Shapes that compatibility forms would turn into the signs that cut an address in two: ＠ ﹫ and their like. */
const PLAIN_SIGNS = /[@.,;:<>()[\]\\"\s]/u;
const NOT_ASCII = /[^\p{ASCII}]/u;

/**
 * The identity behind an address: lower case, its domain in ASCII (IDN, RFC 5890). What stands before the @ is kept, so
 * "mara+segno@" and "mara@" are two people. Null for what is no address, which includes one with a look-alike of @ or of
 * another sign that means something in an address: under NFKC it would become somebody else's.
 */
export function normalizeEmail(typed: string): string | null {
  const address = typed.trim().normalize("NFC");
  if (hasLookAlike(address)) return null;
  const [local, host, ...more] = address.split("@");
  if (!local || !host || more.length > 0 || /[\s,;:<>()[\]\\"\p{C}]/u.test(address)) return null;
  if (local.length > MAX_LOCAL_LENGTH || /^\.|\.$|\.\./.test(local)) return null;
  const domain = domainToASCII(host.toLowerCase());
  if (!/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/.test(domain)) return null;
  const email = `${local.toLowerCase()}@${domain}`;
  return email.length <= MAX_ADDRESS_LENGTH ? email : null;
}

function hasLookAlike(address: string): boolean {
  for (const sign of address) {
    if (NOT_ASCII.test(sign) && PLAIN_SIGNS.test(sign.normalize("NFKC"))) return true;
  }
  return false;
}

/** An IANA name that this machine's tables know. */
export function isKnownTimeZone(name: string): boolean {
  return IANAZone.isValidZone(name);
}

/** What the browser said, or UTC when that is no zone. */
export function chooseTimeZone(name: string | undefined): string {
  return name !== undefined && isKnownTimeZone(name) ? name : "UTC";
}

/** The part of an actor that comes from the account's row. Only a verified address makes an administrator. */
export function describeHolder(
  account: { id: string; name: string; email: string; emailVerifiedAt: Date | null },
  config: Config,
): Omit<PersonActor, "kind" | "credentialId"> {
  const isVerified = account.emailVerifiedAt !== null;
  return {
    accountId: account.id,
    name: account.name,
    email: account.email,
    isVerified,
    isAdmin: isVerified && config.app.adminEmails.includes(account.email),
  };
}
