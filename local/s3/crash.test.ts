import { expect, it } from "vitest";
import { killAroundComplete, killInMidPut } from "./testing/crash-rounds";

// A few rounds at every run; crash.soak.test.ts has fifty of each.
it("killed in mid-PUT: whole or absent, never partial, and nothing acknowledged is lost", async () => {
  const { whole, absent } = await killInMidPut(3);
  expect(whole + absent).toBe(3);
}, 60_000);

it("killed around Complete: the repeat finds one whole object", async () => {
  await killAroundComplete(2);
}, 60_000);
