import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "@/lib/core/errors";
import type { Services } from "@/lib/services";

/** How many tries of what, in how many seconds. Keys are an address of the network or of an account. */
const LIMITS = {
  "sign-in-account": { points: 10, durationSec: 15 * 60 },
  "sign-in-address": { points: 60, durationSec: 15 * 60 },
  "sign-up-address": { points: 20, durationSec: 60 * 60 },
  "mail-account": { points: 5, durationSec: 60 * 60 },
  "mail-address": { points: 30, durationSec: 60 * 60 },
  "invite-account": { points: 60, durationSec: 60 * 60 },
  "secret-address": { points: 60, durationSec: 15 * 60 },
  "ask-address": { points: 20, durationSec: 60 * 60 },
  /** A model's work costs. */
  "brief-account": { points: 60, durationSec: 60 * 60 },
  "link-address": { points: 300, durationSec: 15 * 60 },
  /** Passwords of one link, tried from one address, and from everywhere. */
  "link-password-address": { points: 10, durationSec: 15 * 60 },
  "link-password": { points: 200, durationSec: 15 * 60 },
} as const;

export type LimitName = keyof typeof LIMITS;

const limiters = new WeakMap<Services, Map<LimitName, RateLimiterPostgres>>();

function getLimiter(services: Services, name: LimitName): RateLimiterPostgres {
  const known = limiters.get(services) ?? new Map<LimitName, RateLimiterPostgres>();
  limiters.set(services, known);
  const found = known.get(name);
  if (found) return found;
  const { points, durationSec } = LIMITS[name];
  const limiter = new RateLimiterPostgres({
    storeClient: services.database.pool,
    storeType: "pool",
    tableName: "rate_limit",
    tableCreated: true,
    keyPrefix: name,
    points,
    duration: durationSec,
    // With the database away a limit still holds, counted by this process alone.
    insuranceLimiter: new RateLimiterMemory({ keyPrefix: name, points, duration: durationSec }),
  });
  known.set(name, limiter);
  return limiter;
}

/** Counts one try. @throws AppError rate_limited with the seconds to wait. */
export async function consumeLimit(services: Services, name: LimitName, key: string): Promise<void> {
  try {
    await getLimiter(services, name).consume(key.slice(0, 200));
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const retryAfterSec = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    throw new AppError(
      "rate_limited",
      "too_many_tries",
      `Too many tries. Try again in ${describeWait(retryAfterSec)}.`,
      {
        retryAfterSec,
      },
    );
  }
}

/** Forgets the tries of a key, after a success. */
export async function resetLimit(services: Services, name: LimitName, key: string): Promise<void> {
  await getLimiter(services, name).delete(key.slice(0, 200));
}

function describeWait(seconds: number): string {
  return seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
