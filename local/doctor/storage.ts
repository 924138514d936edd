import type { Config } from "@/lib/config/config";
import { createId } from "@/lib/core/ids";
import { type Check, describeReason, fail, pass } from "./check";
import { presign } from "./sign-s3";

const LIMIT_MS = 5_000;
/** Signatures are refused from a quarter of an hour on (S3, RequestTimeTooSkewed); people should hear of it before. */
const SKEW_ALERT_MS = 60_000;

/** What the app does with the storage, done once: bytes in and out by signed addresses, what a browser asks first, and the clocks. */
export async function checkStorage(config: Pick<Config, "app" | "s3">): Promise<Check[]> {
  try {
    return [...(await goRound(config.s3)), await checkPreflight(config)];
  } catch (error) {
    // That it does not answer at all is a line of its own.
    return [fail("storage round trip", `broken off (${describeReason(error)})`, "See the line of the storage itself.")];
  }
}

const call = (url: string, init: RequestInit = {}) => fetch(url, { ...init, signal: AbortSignal.timeout(LIMIT_MS) });

async function goRound(s3: Config["s3"]): Promise<Check[]> {
  const key = `health/doctor-${createId()}`;
  const sign = (method: string) => presign(s3, method, key, new Date());
  const startedAt = Date.now();
  const put = await call(sign("PUT"), { method: "PUT", body: key });
  const refusal = await put.text();
  const clock = checkClock(put, startedAt);
  if (!put.ok) return [describeRefusal(put.status, refusal, s3.bucket), clock];
  const got = await call(sign("GET"));
  const text = await got.text();
  const removed = await call(sign("DELETE"), { method: "DELETE" });
  await removed.body?.cancel();
  const name = "storage round trip";
  if (!got.ok || text !== key)
    return [fail(name, `what was written comes back as ${got.status}`, "Give these keys the right to read."), clock];
  if (!removed.ok)
    return [fail(name, `removing is answered ${removed.status}`, "Give these keys the right to delete."), clock];
  return [pass(name, `writes, reads and removes in ${Date.now() - startedAt} ms`), clock];
}

function describeRefusal(status: number, text: string, bucket: string): Check {
  const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? "no code";
  const cures: Record<string, string> = {
    NoSuchBucket: `Make the bucket ${bucket}, or correct S3_BUCKET.`,
    InvalidAccessKeyId: "Correct S3_ACCESS_KEY_ID.",
    SignatureDoesNotMatch: "Correct S3_SECRET_ACCESS_KEY; check that no proxy changes the Host header.",
    AuthorizationHeaderMalformed: "Correct S3_REGION.",
    RequestTimeTooSkewed: "Set this machine's clock (timedatectl set-ntp true).",
    AccessDenied: "Give these keys the right to write to the bucket.",
  };
  const cure = cures[code] ?? "Check the S3_… settings, and the storage's own log.";
  return fail("storage round trip", `writing is answered ${status} ${code}`, cure);
}

function checkClock(answer: Response, startedAt: number): Check {
  const theirs = Date.parse(answer.headers.get("date") ?? "");
  if (Number.isNaN(theirs)) return pass("clock", "the storage does not tell its time");
  // Its header has whole seconds, and the answer took a while.
  const skewMs = Math.max(0, Math.abs(theirs - (startedAt + Date.now()) / 2) - 1_000);
  const seconds = Math.round(skewMs / 1_000);
  if (skewMs < SKEW_ALERT_MS) return pass("clock", `the storage's is the same within ${seconds + 1} s`);
  const cure = "Set both clocks (timedatectl set-ntp true): from 15 minutes on every signature is refused.";
  return fail("clock", `this machine and the storage differ by ${seconds} s`, cure);
}

/** Browsers ask before they send a part, from the address that people type. */
async function checkPreflight({ app, s3 }: Pick<Config, "app" | "s3">): Promise<Check> {
  const answer = await call(`${s3.publicEndpoint}/${s3.bucket}/health/doctor`, {
    method: "OPTIONS",
    headers: {
      origin: app.url,
      "access-control-request-method": "PUT",
      "access-control-request-headers": "x-amz-checksum-sha256",
    },
  });
  await answer.body?.cancel();
  const read = (name: string) => (answer.headers.get(name) ?? "").toLowerCase();
  const name = "storage from browsers";
  const wanted = [
    ["access-control-allow-origin", app.url.toLowerCase()],
    ["access-control-allow-methods", "put"],
    ["access-control-allow-headers", "x-amz-checksum-sha256"],
  ] as const;
  const missing = wanted.filter(([header, value]) => {
    const allowed = read(header)
      .split(",")
      .map((one) => one.trim());
    return !allowed.includes(value) && !allowed.includes("*");
  });
  if (answer.ok && missing.length === 0) return pass(name, `uploads from ${app.url} are allowed (CORS)`);
  const lacks = missing.map(([header, value]) => `${header}: ${value}`).join("; ") || `status ${answer.status}`;
  const cure = `Set the bucket's CORS rule: origin ${app.url}, methods GET, HEAD, PUT, headers content-type, x-amz-checksum-sha256, range; expose ETag, Content-Range, Content-Length, Accept-Ranges.`;
  return fail(name, `a browser at ${app.url} may not upload (${lacks})`, cure);
}
