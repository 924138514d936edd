import { describe, expect, it } from "vitest";
import { ApiError, type ApiProblem, OFFLINE } from "./api-error";
import { shouldAskAgain } from "./ask-again";

const problem = (status: number, code: string): ApiProblem => ({ status, code, reason: code, detail: "" });

/** How often it is asked again. */
function count(error: unknown): number {
  let failures = 0;
  while (shouldAskAgain(failures, error)) failures += 1;
  return failures;
}

describe("shouldAskAgain", () => {
  it.each([
    { name: "a database that starts again", error: new ApiError(problem(503, "unavailable")), times: 4 },
    { name: "a line that is cut", error: new ApiError(OFFLINE), times: 4 },
    { name: "an unforeseen failure", error: new ApiError(problem(500, "internal")), times: 1 },
    { name: "a failure of the page's own", error: new TypeError("x is not a function"), times: 1 },
    { name: "what is not there", error: new ApiError(problem(404, "not_found")), times: 0 },
    { name: "what one may not see", error: new ApiError(problem(403, "forbidden")), times: 0 },
    { name: "a session that has ended", error: new ApiError(problem(401, "unauthenticated")), times: 0 },
  ])("B474: $name is asked for again $times times", ({ error, times }) => {
    expect(count(error)).toBe(times);
  });
});
