import { describe, expect, it } from "vitest";
import { createStreamRegistry, STREAM_LIMITS } from "./stream-registry";

describe("open streams", () => {
  it("B395: are so many a person and a network at most; the next is refused with when to come, none is ended for it", () => {
    const registry = createStreamRegistry();
    const holder = (address: string) => ({ person: "mara", address });
    const leave = Array.from({ length: STREAM_LIMITS.person }, (_, i) => registry.admit(holder(`10.0.0.${i % 7}`)));
    expect(() => registry.admit(holder("10.0.0.9"))).toThrow(
      expect.objectContaining({ code: "rate_limited", reason: "too_many_streams", retryAfterSec: 30 }),
    );
    registry.admit({ person: "jonas", address: "10.0.0.9" });
    leave[0]?.();
    leave[0]?.();
    registry.admit(holder("10.0.0.9"));
    expect(() => registry.admit(holder("10.0.0.9"))).toThrow();
    expect(registry.readStreamFigures().refused).toBe(2);
  });

  it("B395: of guests, whom nobody knows by name, so many a network", () => {
    const registry = createStreamRegistry();
    const guest = { person: null, address: "10.0.0.1" };
    for (let i = 0; i < STREAM_LIMITS.address; i++) registry.admit(guest);
    expect(() => registry.admit(guest)).toThrow();
    expect(() => registry.admit({ person: "mara", address: "10.0.0.1" })).toThrow();
    registry.admit({ person: null, address: "10.0.0.2" });
  });

  it.each([
    [1, 2_000],
    [300, 4_000],
    [3_000, 10_000],
  ])("B396: %i of them are told to come back spread over a time that fits, within %i ms", async (count, maxMs) => {
    const registry = createStreamRegistry();
    const told: number[] = [];
    for (let i = 0; i < count; i++) registry.track((retryMs) => told.push(retryMs ?? 0));
    await registry.closeAllStreams();
    expect(told).toHaveLength(count);
    expect(Math.min(...told)).toBeGreaterThanOrEqual(1_000);
    expect(Math.max(...told)).toBeLessThanOrEqual(maxMs);
    if (count < 100) return;
    const middle = told.filter((ms) => ms < (1_000 + maxMs) / 2).length;
    expect(middle / count).toBeGreaterThan(0.35);
    expect(middle / count).toBeLessThan(0.65);
  });

  it("B396: one that comes while the process stops is told so, too", async () => {
    const registry = createStreamRegistry();
    await registry.closeAllStreams();
    const retryMs = await new Promise<number | undefined>((resolve) => registry.track(resolve));
    expect(retryMs).toBeGreaterThanOrEqual(1_000);
  });
});
