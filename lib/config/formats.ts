import { isIP } from "node:net";
import { z } from "zod";
import { isPrivateHost, readHost } from "./hosts";

/** Removes what editors, shells and `.env` tools leave behind: a trailing CR/LF and one pair of surrounding quotes. */
export function cleanValue(raw: string): string {
  const line = raw.replace(/[\r\n]+$/, "");
  const quoted = /^(["'])(.*)\1$/s.exec(line);
  return quoted?.[2] ?? line;
}

function parseUrl(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null;
}

function isHttpUrl(value: string): boolean {
  const url = parseUrl(value);
  return url !== null && (url.protocol === "http:" || url.protocol === "https:") && !url.search && !url.hash;
}

/** An http(s) address without query or trailing slash. */
export const httpUrl = z
  .string()
  .refine(isHttpUrl, "must be an address that starts with http:// or https://")
  .transform((value) => value.replace(/\/+$/, ""));

/** Any http(s) address that is called and never shown; services put tokens into its query. */
export const hookUrl = z
  .string()
  .refine(
    (value) => /^https?:\/\//.test(value) && URL.canParse(value),
    "must be an address that starts with http:// or https://",
  );

/** The address people type: an origin. Plain http only where no stranger's network lies between. */
export const appUrl = httpUrl
  .refine(
    (value) => parseUrl(value)?.pathname === "/",
    "must be an address without a path, such as https://segno.example",
  )
  .refine(
    (value) => value.startsWith("https:") || isPrivateHost(readHost(value)),
    "must start with https:// for a public host, since passwords travel over it",
  );

/** Where a model is asked: a key and sound travel there. */
export const modelUrl = httpUrl.refine(
  (value) => value.startsWith("https:") || isPrivateHost(readHost(value)),
  "must start with https:// for a public host, since a key and sound travel over it",
);

/** Who is believed when they say who somebody is. */
export const issuerUrl = httpUrl.refine(
  (value) => value.startsWith("https:") || isPrivateHost(readHost(value)),
  "must start with https:// for a public host, since people sign in by it",
);

/** Percent-encodes what a password may hold but a URL may not; what is encoded already stays. */
function encodeUserInfo(part: string): string {
  return part.replace(/%(?![0-9a-f]{2})|[^A-Za-z0-9\-._~%!$&'()*+,;=]/gi, (character) => encodeURIComponent(character));
}

/** Makes a PostgreSQL address whose password was pasted in raw a valid URL. Null when it cannot be one. */
export function normalizeDatabaseUrl(value: string): string | null {
  const match = /^(postgres(?:ql)?):\/\/(?:([^:@]*)(?::(.*))?@)?([^@/?#\s]+)(\/[^?#]*)(\?.*)?$/is.exec(value);
  if (!match) return null;
  const [, , user, password, host, path, query = ""] = match;
  const secret = password === undefined ? "" : `:${encodeUserInfo(password)}`;
  const userInfo = user === undefined ? "" : `${encodeUserInfo(user)}${secret}@`;
  const url = `postgresql://${userInfo}${host}${path}${query}`;
  return URL.canParse(url) && path !== "/" ? url : null;
}

export const databaseUrl = z.string().transform((value, context) => {
  const url = normalizeDatabaseUrl(value);
  if (url !== null) return url;
  context.addIssue({ code: "custom", message: "must look like postgresql://user:password@host:5432/database" });
  return z.NEVER;
});

export const text = z.string();
export const metricsToken = z.string().regex(/^[\x21-\x7e]{16,}$/, "must be at least 16 characters without spaces");
export const authSecret = z.string().min(32, "must have at least 32 characters");
export const port = z
  .string()
  .regex(/^\d{1,5}$/, "must be a port number from 1 to 65535")
  .transform(Number)
  .refine((value) => value >= 1 && value <= 65_535, "must be a port number from 1 to 65535");
export const count = z
  .string()
  .regex(/^\d{1,9}$/, "must be a whole number, 0 or more")
  .transform(Number);
export const signingKey = z
  .string()
  .regex(
    /^(signkey-[a-z0-9-]+-)?([0-9a-f]{2})+$/i,
    "must be a signing key, such as signkey-prod- followed by hexadecimal digits",
  );
export const sender = z
  .string()
  .regex(
    /^([^<>]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/,
    "must be an address, such as Segno <hello@segno.example>",
  );
export const emails = z
  .string()
  .transform((value) => value.split(",").map((address) => address.trim().toLowerCase()))
  .transform((addresses) => addresses.filter((address) => address !== ""))
  .refine(
    (addresses) => addresses.every((address) => z.email().safeParse(address).success),
    "must be e-mail addresses, separated by commas",
  );
function isAddressRange(value: string): boolean {
  const [address = "", bits, ...rest] = value.split("/");
  const longest = isIP(address) === 6 ? 128 : 32;
  return (
    isIP(address) !== 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && +bits <= longest))
  );
}

export const addressRanges = z
  .string()
  .transform((value) => value.split(",").map((range) => range.trim()))
  .transform((ranges) => ranges.filter((range) => range !== ""))
  .refine(
    (ranges) => ranges.every(isAddressRange),
    "must be network addresses or blocks such as 10.0.0.0/8, separated by commas",
  );
export const logLevel = z.enum(
  ["fatal", "error", "warn", "info", "debug", "trace", "silent"],
  "must be one of fatal, error, warn, info, debug, trace, silent",
);

export const yesNo = z.enum(["yes", "no"], "must be yes or no").transform((value) => value === "yes");

export const logFormat = z.enum(["pretty", "json"], "must be pretty or json");

export const role = z.enum(["all", "web", "worker"], "must be all, web or worker");
export const previewFormat = z.enum(["aac", "opus", "mp3"], "must be aac, opus or mp3");

/** A whole number of GiB, as bytes. */
export const gibibytes = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, "must be a whole number of GiB, 1 or more")
  .transform((value) => Number(value) * 1024 ** 3);

/** The stand-in's memory of idempotency keys is one day long, and must not outlive its mails. */
export const keepDays = z
  .string()
  .regex(/^\d{1,5}$/, "must be a whole number of days")
  .transform(Number)
  .refine((days) => days >= 2, "must be 2 days or more");

const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;

export const domains = z
  .string()
  .transform((value) =>
    value
      .toLowerCase()
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
  )
  .refine(
    (names) => names.every((name) => DOMAIN.test(name)),
    "must be domains separated by commas, such as segno.example",
  );

/** As Svix and Resend write it: whsec_ and at least 16 bytes in base64. */
export const webhookSecret = z
  .string()
  .refine(
    (value) => /^whsec_[A-Za-z0-9+/]{22,}={0,2}$/.test(value),
    "must be whsec_ followed by at least 16 bytes in base64",
  );
