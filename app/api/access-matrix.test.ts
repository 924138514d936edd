import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createId } from "@/lib/core/ids";
import { ACTORS } from "@/lib/testing/actors";
import {
  expectClean,
  expectDocumented,
  expectProblem,
  expectWrapped,
  findOperation,
} from "@/lib/testing/answer-checks";
import { API_CASES, FOREIGN_CASES } from "@/lib/testing/api-cases";
import { type ApiWorld, openApiWorld } from "@/lib/testing/api-world";
import { nameOperations } from "@/lib/testing/routes-on-disk";

let api: ApiWorld;

beforeAll(async () => {
  api = await openApiWorld();
});
afterAll(() => api.close());

/** Health answers without the wrapper: a probe needs no request id, and must not need a configuration. */
const UNWRAPPED = /^\w+ \/api\/health\/|^HEAD /;

describe("the access matrix", () => {
  it("has a row for every method of every route on disk, and none beyond", () => {
    const rows = [...API_CASES, ...FOREIGN_CASES].map((apiCase) => apiCase.operation);
    expect(rows.toSorted()).toEqual(nameOperations(api.routes));
  });

  it.each(API_CASES)("$operation", async (apiCase) => {
    const { operation, expected } = apiCase;
    const answers = await Promise.all(ACTORS.map(async (actor) => [actor, await api.callAs(actor, apiCase)] as const));
    expect(Object.fromEntries(answers.map(([actor, answer]) => [actor, answer.status]))).toEqual(expected);
    const described = findOperation(operation);
    for (const [, answer] of answers) {
      if (!operation.startsWith("HEAD")) expectClean(answer);
      if (!UNWRAPPED.test(operation)) expectWrapped(answer);
      if (described) expectDocumented(described, answer);
    }
  });

  it.each(FOREIGN_CASES)("$operation, which others call with a proof of their own", async (apiCase) => {
    const answers = await Promise.all(ACTORS.map(async (actor) => [actor, await api.callAs(actor, apiCase)] as const));
    expect(Object.fromEntries(answers.map(([actor, answer]) => [actor, answer.status]))).toEqual(apiCase.expected);
  });
});

describe("a stranger", () => {
  const hidden = API_CASES.filter((apiCase) => apiCase.expected.stranger === 404);

  it.each(hidden)("can't tell what exists from what doesn't: $operation", async (apiCase) => {
    const existing = expectProblem(await api.callAs("stranger", apiCase));
    const unknown = await api.callAs("stranger", apiCase, (call) => ({
      ...call,
      params: Object.fromEntries(Object.keys(call.params ?? {}).map((name) => [name, createId()])),
    }));
    expect({ ...expectProblem(unknown), requestId: "" }).toEqual({ ...existing, requestId: "" });
  });
});
