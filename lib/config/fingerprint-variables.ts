import { createHash } from "node:crypto";
import { VARIABLE_LIST, type Values, type VariableName } from "./variables";

/** What may differ from process to process: where each listens, what it does, and what it says. */
const OWN_TO_A_PROCESS: ReadonlySet<VariableName> = new Set([
  "SEGNO_HOST",
  "SEGNO_PORT",
  "SEGNO_ROLE",
  "SEGNO_DATA_DIR",
  "SEGNO_LOG_FORMAT",
  "LOG_LEVEL",
]);

const HASHED = "hash:";

/**
 * Each variable that all processes must agree on, as text: the value, or of a secret a hash that is salted with the app's own
 * secret, so that nothing short can be guessed from it. One that is not set is left out.
 */
export function fingerprintVariables(values: Values): Record<string, string> {
  const salt = hash(`fingerprint:${values.AUTH_SECRET ?? ""}`);
  const found: Record<string, string> = {};
  for (const { name, isSecret } of VARIABLE_LIST) {
    const value = values[name];
    if (value === undefined || OWN_TO_A_PROCESS.has(name)) continue;
    const text = typeof value === "string" ? value : JSON.stringify(value);
    found[name] = isSecret ? HASHED + hash(salt + text).slice(0, 16) : text;
  }
  return found;
}

/** One short name for all of them together, to compare by eye. */
export function nameFingerprints(fingerprints: Record<string, string>): string {
  return hash(JSON.stringify(Object.entries(fingerprints).sort())).slice(0, 12);
}

/** Whether it stands for a secret, of which only "same" or "another" can be said. */
export function isHashed(fingerprint: string): boolean {
  return fingerprint.startsWith(HASHED);
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
