import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { ResendError } from "./resend-error";

const MEMORY_MS = 24 * 60 * 60 * 1000;
const MAX_KEY_CHARS = 256;

/** What a used key leaves behind; kept in the event with the mails it sent. */
export interface KeyUse {
  key: string;
  bodyHash: string;
}

interface Remembered extends KeyUse {
  usedAtMs: number;
  ids: string[];
}

/** The same body always gives the same hash, whatever the order of its members. */
export function hashBody(path: string, body: unknown): string {
  return createHash("sha256")
    .update(`${path}\n${canonicalize(body) ?? ""}`)
    .digest("hex");
}

/** @throws ResendError 400 invalid_idempotency_key. Undefined when the caller sent none. */
export function parseKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (header.length >= 1 && header.length <= MAX_KEY_CHARS) return header;
  const message = `The idempotency key must be between 1 and ${MAX_KEY_CHARS} characters.`;
  throw new ResendError(400, "invalid_idempotency_key", message);
}

/** Resend's memory of idempotency keys: 24 hours from the first use, by the given time. */
export class KeyMemory {
  readonly #used = new Map<string, Remembered>();
  readonly #running = new Set<string>();

  remember(use: KeyUse, ids: string[], usedAt: Date): void {
    // Deleting first keeps the map in order of time, so that forgetting stops at the first young one.
    this.#used.delete(use.key);
    this.#used.set(use.key, { ...use, ids, usedAtMs: usedAt.getTime() });
  }

  /** Answers the ids given before, or marks the key as running. @throws ResendError 409. */
  begin(use: KeyUse, now: Date): string[] | undefined {
    this.#forgetOld(now);
    const known = this.#used.get(use.key);
    if (known && known.bodyHash !== use.bodyHash) {
      const message = "This idempotency key has been used on a request with a different payload.";
      throw new ResendError(409, "invalid_idempotent_request", message);
    }
    if (known) return known.ids;
    if (this.#running.has(use.key)) {
      const message = "Another request with the same idempotency key is in progress. Try again later.";
      throw new ResendError(409, "concurrent_idempotent_requests", message);
    }
    this.#running.add(use.key);
    return undefined;
  }

  end(key: string): void {
    this.#running.delete(key);
  }

  #forgetOld(now: Date): void {
    for (const [key, { usedAtMs }] of this.#used) {
      if (now.getTime() - usedAtMs < MEMORY_MS) return;
      this.#used.delete(key);
    }
  }
}
