import { afterEach, beforeEach, expect } from "vitest";

/**
 * A test that makes the code warn or err on the console fails. Our own code logs through its logger; what speaks on the
 * console is a library that saw something odd.
 */
const METHODS = ["error", "warn"] as const;

/** The storage SDK asks whether a stream of unknown length is meant. In the tests of that very case it is. */
const EXPECTED = [/Are you using a Stream of unknown length/];

let calls: string[] = [];
const originals = METHODS.map((method) => [method, console[method]] as const);

beforeEach(() => {
  calls = [];
  for (const method of METHODS) {
    console[method] = (...parts: unknown[]) => {
      calls.push(`console.${method}: ${parts.map(String).join(" ")}`);
    };
  }
});

afterEach(() => {
  for (const [method, original] of originals) console[method] = original;
  expect(calls.filter((call) => !EXPECTED.some((pattern) => pattern.test(call)))).toEqual([]);
});
