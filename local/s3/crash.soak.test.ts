import { expect, it } from "vitest";
import { killAroundComplete, killInMidPut } from "./testing/crash-rounds";

const rounds = 50;

it("B139: killed in mid-PUT fifty times: whole or absent, never partial, and nothing acknowledged is lost", async () => {
  const outcome = await killInMidPut(rounds);
  process.stderr.write(`killed in mid-PUT: ${JSON.stringify(outcome)}\n`);
  // The kills have to have met both sides of the moment at which an object comes to be.
  expect(outcome.absent).toBeGreaterThan(0);
  expect(outcome.whole).toBeGreaterThan(0);
});

it("B139: killed around Complete fifty times: the repeat finds one whole object", async () => {
  const outcome = await killAroundComplete(rounds);
  process.stderr.write(`killed around Complete: ${JSON.stringify(outcome)}\n`);
  expect(outcome.stoodBefore).toBeGreaterThan(0);
  expect(outcome.stoodBefore).toBeLessThan(rounds);
});
