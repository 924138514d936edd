import { afterEach, beforeEach, expect, vi } from "vitest";

/** A test that makes the code warn or err on the console fails, unless it expects that and clears the spy itself. */
const METHODS = ["error", "warn"] as const;

beforeEach(() => {
  for (const method of METHODS) vi.spyOn(console, method);
});

afterEach(() => {
  for (const method of METHODS) {
    const spy = vi.mocked(console[method]);
    const calls = vi.isMockFunction(spy) ? spy.mock.calls.map((call) => call.map(String).join(" ")) : [];
    spy.mockRestore();
    expect(calls, `console.${method} was called`).toEqual([]);
  }
});
