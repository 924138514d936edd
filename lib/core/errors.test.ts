import { expect, it, vi } from "vitest";
import { AppError } from "./errors";

it("B212: an expected failure is one, whichever copy of the module made it", async () => {
  vi.resetModules();
  const copy = await import("./errors");
  expect(copy.AppError).not.toBe(AppError);
  const failure = new copy.AppError("unavailable", "storage_down", "The storage does not answer.");
  expect(failure instanceof AppError).toBe(true);
  expect([new Error("no"), null, { code: "unavailable" }].some((value) => value instanceof AppError)).toBe(false);
});
