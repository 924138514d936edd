import { createHash } from "node:crypto";
import type { Config } from "./config";

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * What two processes must agree on, one short hash a part: equal when they see the same database, storage, queue and mail.
 * Nothing of a secret can be read back from it.
 */
export function fingerprintConfig(config: Config): { whole: string; parts: Record<string, string> } {
  const seen = {
    app: [config.app.url, config.app.authSecret],
    database: [config.database.url],
    s3: [config.s3.endpoint, config.s3.region, config.s3.bucket, config.s3.accessKeyId, config.s3.secretAccessKey],
    inngest: [config.inngest.baseUrl, config.inngest.eventKey, config.inngest.signingKey],
    mail: [
      config.mail.baseUrl,
      config.mail.apiKey,
      config.mail.from,
      config.mail.fromDigest,
      config.mail.dailyLimit,
      config.mail.reserved,
    ],
    signIn: [config.signIn.google, config.signIn.github, config.signIn.oidc],
    ai: config.ai === null ? [] : [config.ai.baseUrl, config.ai.model, config.ai.apiKey, config.ai.hears],
  };
  // Salted with the app's own secret, so that a short key can't be guessed from its hash.
  const salt = hash(`fingerprint:${config.app.authSecret}`);
  const parts = Object.fromEntries(
    Object.entries(seen).map(([name, values]) => [name, hash(salt + JSON.stringify(values)).slice(0, 16)]),
  );
  return { whole: hash(JSON.stringify(parts)).slice(0, 16), parts };
}
