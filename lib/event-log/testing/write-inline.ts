import { vi } from "vitest";

/** No call counts as slow: each is made in the caller's thread, where a test can make it fail. Until mocks are restored. */
export function writeInline(): void {
  vi.spyOn(performance, "now").mockReturnValue(Number.MAX_VALUE);
}
