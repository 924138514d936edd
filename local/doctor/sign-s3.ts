import { createHash, createHmac } from "node:crypto";
import type { Config } from "@/lib/config/config";
import { encodeUri } from "../s3/sigv4";

const EXPIRES_SEC = 60;

/**
 * An address that may be called once with this method, signed in the query.
 * Source: AWS General Reference, "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)".
 */
export function presign(s3: Config["s3"], method: string, key: string, now: Date): string {
  const url = new URL(`${s3.endpoint}/${encodeUri(s3.bucket)}/${key.split("/").map(encodeUri).join("/")}`);
  const date = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const scope = [date.slice(0, 8), s3.region, "s3", "aws4_request"];
  const query = Object.entries({
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": [s3.accessKeyId, ...scope].join("/"),
    "X-Amz-Date": date,
    "X-Amz-Expires": String(EXPIRES_SEC),
    "X-Amz-SignedHeaders": "host",
  })
    .map(([name, value]) => `${encodeUri(name)}=${encodeUri(value)}`)
    .join("&");
  const canonical = [method, url.pathname, query, `host:${url.host}\n`, "host", "UNSIGNED-PAYLOAD"].join("\n");
  const hmac = (secret: string | Buffer, text: string) => createHmac("sha256", secret).update(text).digest();
  const signingKey = scope.reduce<string | Buffer>(hmac, `AWS4${s3.secretAccessKey}`);
  const digest = createHash("sha256").update(canonical).digest("hex");
  const signature = hmac(signingKey, ["AWS4-HMAC-SHA256", date, scope.join("/"), digest].join("\n")).toString("hex");
  return `${url.origin}${url.pathname}?${query}&X-Amz-Signature=${signature}`;
}
