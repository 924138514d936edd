import { expect } from "vitest";
import { OPERATIONS } from "@/lib/http/openapi";
import { type Answer, listProblems, type Operation, problemSchema } from "@/lib/http/openapi-operation";
import type { RouteAnswer } from "./call-route";

/** What never leaves the server, under whichever name. */
const INTERNAL = /password_?hash|argon2|"hash"|storage_?id|object_?key|secret|\bat .+\.ts:\d+|prisma|select "/i;

/** Holds for every answer, whoever asked: no failure of ours, nothing internal, and headers for support and caches. */
export function expectClean(answer: RouteAnswer): void {
  expect(answer.status, answer.text.slice(0, 300)).not.toBe(500);
  const leak = INTERNAL.exec(answer.text);
  expect(leak && answer.text.slice(Math.max(0, leak.index - 60), leak.index + 60)).toBeNull();
  expect(answer.headers.get("cache-control")).toBeTruthy();
}

/** As `expectClean`, for what the route wrapper made: a request id, and a problem for every failure. */
export function expectWrapped(answer: RouteAnswer): void {
  const requestId = answer.headers.get("x-request-id");
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  if (answer.json !== null) expect(answer.headers.get("cache-control")).toBe("no-store");
  if (answer.status < 400) return;
  const problem = expectProblem(answer);
  expect(problem.requestId).toBe(requestId);
}

export function expectProblem(answer: RouteAnswer): ReturnType<typeof problemSchema.parse> {
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  const problem = problemSchema.parse(answer.json);
  expect(problem).toEqual(answer.json);
  expect(problem.status).toBe(answer.status);
  return problem;
}

/** The document says what was answered: the status, and for a success exactly the fields of its schema, none more. */
export function expectDocumented(operation: Operation, answer: RouteAnswer): void {
  const known = [operation.answer.status, ...listProblems(operation)];
  expect(known, `status ${answer.status} is not in the document`).toContain(answer.status);
  if (answer.status === operation.answer.status) expectAnswer(operation.answer, answer);
}

function expectAnswer(wanted: Answer, answer: RouteAnswer): void {
  if ("json" in wanted) {
    expect(wanted.json.parse(answer.json)).toEqual(answer.json);
  } else if ("media" in wanted) {
    expect(answer.headers.get("content-type")?.split(";")[0]).toBe(wanted.media);
  } else {
    expect(answer.text).toBe("");
    if (wanted.status === 302) expect(answer.headers.get("location")).toMatch(/^http/);
  }
}

/** The document's entry for an operation as routes on disk spell it. */
export function findOperation(name: string): Operation | undefined {
  return OPERATIONS.find(
    ({ method, path }) => name === `${method.toUpperCase()} ${path.replaceAll("{", "[").replaceAll("}", "]")}`,
  );
}

/** A refusal that says which field to change. */
export function expectBadField(answer: RouteAnswer, field: string): void {
  expect(answer.status, `${field}: ${answer.text.slice(0, 300)}`).toBe(400);
  const named = expectProblem(answer).fields?.map((issue) => issue.field.split(".")[0]);
  expect(named).toContain(field);
}
