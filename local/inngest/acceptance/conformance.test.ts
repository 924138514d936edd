import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { type Recording, record } from "./conformance/record";

const file = path.join(import.meta.dirname, "conformance", "exchanges.json");

/** What SDK 4.24 and this server said to each other; CONFORMANCE_RECORD=1 writes it anew. */
function readFixtures(): Record<"on" | "off", Recording> {
  return JSON.parse(readFileSync(file, "utf8")) as Record<"on" | "off", Recording>;
}

/** How the course was planned is a matter of the mode; what was done to the steps is not. */
function listDone({ operations }: Recording): Record<string, string[]> {
  const listFor = (fn: string) =>
    (operations[fn] ?? []).filter(({ op }) => op !== "StepPlanned" && op !== "RunComplete");
  return Object.fromEntries(
    Object.keys(operations)
      .sort()
      .map((fn) => [fn, listFor(fn).map(({ op, name }) => `${op} ${name}`)]),
  );
}

function readLastMemos({ calls }: Recording, fn: string): unknown {
  return calls.findLast((call) => call.fn === fn && call.step === "step")?.steps;
}

describe("conformance", () => {
  it("group 24, B153: the SDK and a server say the same to each other as the checked-in exchanges, in both modes", async () => {
    const now = { on: await record(true), off: await record(false) };
    if (process.env.CONFORMANCE_RECORD === "1") writeFileSync(file, `${JSON.stringify(now, null, 2)}\n`);
    const fixtures = readFixtures();
    for (const mode of ["on", "off"] as const) {
      expect(now[mode].calls).toEqual(fixtures[mode].calls);
      expect(now[mode].checkpoints).toEqual(fixtures[mode].checkpoints);
    }
    expect(listDone(now.on)).toEqual(listDone(now.off));
    expect(readLastMemos(now.off, "suite-main")).toEqual(readLastMemos(now.on, "suite-main"));
  }, 120_000);
});
