import { randomBytes } from "node:crypto";
import path from "node:path";
import { z } from "zod";
import { createDurably, parseJsonFile, readOptional } from "./data-folder";

const secret = z.string().min(8);
const secretsShape = z.object({
  authSecret: z.string().min(32),
  postgresPassword: secret,
  s3AccessKeyId: secret,
  s3SecretAccessKey: secret,
  inngestEventKey: secret,
  inngestSigningKey: secret,
  mailApiKey: secret,
});

/** The keys of the stand-ins and of the app on this machine. */
export type Secrets = z.infer<typeof secretsShape>;

/** The secrets of the data folder, or null when it has none yet. */
export async function readSecrets(folder: string): Promise<Secrets | null> {
  const file = path.join(folder, "secrets.json");
  const text = await readOptional(file);
  return text === null ? null : parseJsonFile(file, text, secretsShape);
}

/** Reads the secrets, making them on first use. The file is for its owner's eyes only. */
export async function ensureSecrets(folder: string): Promise<Secrets> {
  const found = await readSecrets(folder);
  if (found !== null) return found;
  await createDurably(path.join(folder, "secrets.json"), `${JSON.stringify(generateSecrets(), null, 2)}\n`, 0o600);
  const kept = await readSecrets(folder);
  if (kept === null) throw new Error("secrets.json was removed while it was being written");
  return kept;
}

function generateSecrets(): Secrets {
  const hex = (sizeBytes: number): string => randomBytes(sizeBytes).toString("hex");
  return {
    authSecret: randomBytes(48).toString("base64url"),
    postgresPassword: hex(24),
    s3AccessKeyId: `SEGNO${hex(8).toUpperCase()}`,
    s3SecretAccessKey: hex(20),
    inngestEventKey: hex(24),
    inngestSigningKey: `signkey-prod-${hex(32)}`,
    mailApiKey: `re_${hex(16)}`,
  };
}
