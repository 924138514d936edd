import { NonRetriableError, RetryAfterError } from "inngest";
import { describe, expect, it } from "vitest";
import { AppError, notFound } from "@/lib/core/errors";
import { toVerdict } from "./verdict";

const BUSY = new Error("timeout exceeded when trying to connect");
const AWAY = Object.assign(new Error("Can't reach database server"), { code: "P1001" });

describe("toVerdict", () => {
  it("B474: has those that met a busy database come back within a quarter of a minute, spread", () => {
    const waits = Array.from({ length: 200 }, () => {
      const verdict = toVerdict(BUSY);
      if (!(verdict instanceof RetryAfterError)) throw new Error("A busy database is worth another try.");
      return Number(verdict.retryAfter);
    });
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...waits)).toBeLessThanOrEqual(15);
    expect(new Set(waits).size).toBeGreaterThan(5);
  });

  it("leaves a database that is away to the queue's own patience, which outlasts a restart", () => {
    expect(toVerdict(AWAY)).toBe(AWAY);
  });

  it("tries again what the world was to blame for, when it said", () => {
    const limited = new AppError("rate_limited", "too_many", "Wait.", { retryAfterSec: 30 });
    expect(toVerdict(limited)).toMatchObject({ retryAfter: "30" });
    const down = new AppError("unavailable", "storage_down", "Wait.");
    expect(toVerdict(down)).toBe(down);
  });

  it("tries nothing again that stays wrong, and everything that nobody foresaw", () => {
    expect(toVerdict(notFound("song"))).toBeInstanceOf(NonRetriableError);
    const unforeseen = new TypeError("x is not a function");
    expect(toVerdict(unforeseen)).toBe(unforeseen);
  });
});
