import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { type ChunkSeed, signText } from "./chunk-signature";
import { S3Error } from "./s3-error";
import { decodeUri, type S3Request } from "./s3-request";

export interface SigningKey {
  accessKeyId: string;
  secretAccessKey: string;
  region: string;
}

interface Claim {
  accessKeyId: string;
  day: string;
  region: string;
  /** `YYYYMMDDTHHMMSSZ`, as signed. */
  date: string;
  signedHeaders: string;
  signature: string;
  payload: string;
  /** null: signed by header, valid for 15 minutes either way. */
  expiresSec: number | null;
}

const maxSkewMs = 15 * 60_000;
const maxExpirySec = 7 * 24 * 3600;

/** What a request's signature vouches for. */
export interface SignedPayload {
  /** A SHA-256 in hex, `UNSIGNED-PAYLOAD` or a `STREAMING-…` name. */
  name: string;
  /** From which the signatures of a stream's chunks go on. */
  seed: ChunkSeed;
}

/**
 * Checks the AWS Signature Version 4 of a request (by header or presigned).
 * Source: AWS General Reference, "Authenticating Requests (AWS Signature Version 4)".
 * @throws S3Error 403 or 400 with S3's codes.
 */
export function verifySignature(request: S3Request, key: SigningKey, now: Date): SignedPayload {
  const claim = request.query.has("X-Amz-Algorithm") ? readPresigned(request) : readAuthorization(request);
  if (claim.accessKeyId !== key.accessKeyId) {
    throw new S3Error(403, "InvalidAccessKeyId", "The access key id you provided does not exist in our records.");
  }
  if (claim.region !== key.region) {
    const sentence = `The region '${claim.region}' is wrong; expecting '${key.region}'.`;
    throw new S3Error(400, "AuthorizationHeaderMalformed", sentence);
  }
  checkTime(claim, now);
  checkSignedHeaders(request, claim);
  const seed = seedChunks(claim, key);
  const digest = createHash("sha256").update(canonicalRequest(request, claim)).digest("hex");
  const want = signText(seed.signingKey, ["AWS4-HMAC-SHA256", claim.date, seed.scope, digest]);
  const got = Buffer.from(claim.signature, "hex");
  if (got.length !== want.length || !timingSafeEqual(want, got)) {
    const sentence =
      "The request signature we calculated does not match the signature you provided. Check your key and method.";
    throw new S3Error(403, "SignatureDoesNotMatch", sentence);
  }
  return { name: claim.payload, seed };
}

function malformed(): S3Error {
  return new S3Error(
    400,
    "AuthorizationQueryParametersError",
    "The parts of the signature are incomplete or malformed.",
  );
}

function readPresigned(request: S3Request): Claim {
  const { query } = request;
  if (request.header("authorization")) {
    throw new S3Error(400, "InvalidArgument", "Only one auth mechanism allowed.");
  }
  const expiresSec = Number(query.get("X-Amz-Expires"));
  const isExpiryValid = Number.isInteger(expiresSec) && expiresSec >= 1 && expiresSec <= maxExpirySec;
  if (query.get("X-Amz-Algorithm") !== "AWS4-HMAC-SHA256" || !isExpiryValid) throw malformed();
  return readClaim({
    credential: query.get("X-Amz-Credential"),
    signedHeaders: query.get("X-Amz-SignedHeaders"),
    signature: query.get("X-Amz-Signature"),
    date: query.get("X-Amz-Date"),
    payload: query.get("X-Amz-Content-Sha256") ?? request.header("x-amz-content-sha256") ?? "UNSIGNED-PAYLOAD",
    expiresSec,
  });
}

const authorizationPattern =
  /^AWS4-HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/;

function readAuthorization(request: S3Request): Claim {
  const match = authorizationPattern.exec(request.header("authorization") ?? "");
  if (!match) throw new S3Error(403, "AccessDenied", "Access Denied");
  const payload = request.header("x-amz-content-sha256");
  if (!payload)
    throw new S3Error(400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
  return readClaim({
    credential: match[1],
    signedHeaders: match[2],
    signature: match[3],
    date: request.header("x-amz-date"),
    payload,
    expiresSec: null,
  });
}

interface RawClaim {
  credential: string | undefined;
  signedHeaders: string | undefined;
  signature: string | undefined;
  date: string | undefined;
  payload: string;
  expiresSec: number | null;
}

function readClaim(raw: RawClaim): Claim {
  const scope = (raw.credential ?? "").split("/");
  const [accessKeyId, day, region, service, terminator] = scope;
  const { date, signedHeaders, signature } = raw;
  const isScopeValid = scope.length === 5 && service === "s3" && terminator === "aws4_request";
  if (!isScopeValid || !accessKeyId || !day || !region || !date || !signedHeaders || !signature) throw malformed();
  if (date.slice(0, 8) !== day || Number.isNaN(parseDate(date))) throw malformed();
  return { accessKeyId, day, region, date, signedHeaders, signature, payload: raw.payload, expiresSec: raw.expiresSec };
}

function parseDate(date: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  if (!match) return Number.NaN;
  const [, year, month, day, hour, minute, second] = match.map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}

function checkTime(claim: Claim, now: Date): void {
  const signedMs = parseDate(claim.date);
  if (claim.expiresSec === null) {
    if (Math.abs(now.getTime() - signedMs) <= maxSkewMs) return;
    const sentence = "The difference between the request time and the current time is too large.";
    throw new S3Error(403, "RequestTimeTooSkewed", sentence);
  }
  if (now.getTime() > signedMs + claim.expiresSec * 1000) throw new S3Error(403, "AccessDenied", "Request has expired");
  if (signedMs > now.getTime() + maxSkewMs) throw new S3Error(403, "AccessDenied", "Request is not valid yet");
}

/** An `x-amz-*` header that nobody signed could change what a presigned request does: refused, as S3 does. */
function checkSignedHeaders(request: S3Request, claim: Claim): void {
  const signed = new Set(claim.signedHeaders.split(";"));
  const unsigned = Object.keys(request.source.headers).filter((name) => name.startsWith("x-amz-") && !signed.has(name));
  if (signed.has("host") && unsigned.length === 0) return;
  const names = signed.has("host") ? unsigned.join(", ") : "host";
  throw new S3Error(403, "AccessDenied", `There were headers present in the request which were not signed: ${names}`);
}

export function encodeUri(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function canonicalRequest(request: S3Request, claim: Claim): string {
  const query = request.query.entries
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [encodeUri(name), encodeUri(value)] as const)
    .sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
  const path = request.rawPath
    .split("/")
    .map((segment) => encodeUri(decodeUri(segment)))
    .join("/");
  const headers = claim.signedHeaders
    .split(";")
    .map((name) => `${name}:${(request.header(name) ?? "").trim().replace(/ +/g, " ")}\n`)
    .join("");
  return [request.method, path, query, headers, claim.signedHeaders, claim.payload].join("\n");
}

function seedChunks(claim: Claim, key: SigningKey): ChunkSeed {
  const hmac = (secret: string | Buffer, text: string) => createHmac("sha256", secret).update(text).digest();
  const scope = [claim.day, claim.region, "s3", "aws4_request"];
  const signingKey = Buffer.from(scope.reduce<string | Buffer>(hmac, `AWS4${key.secretAccessKey}`));
  return { signingKey, date: claim.date, scope: scope.join("/"), signature: claim.signature };
}
