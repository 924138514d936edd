import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { afterAgain, readJourneys, readSuite } from "./run-reports.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "segno-reports-"));
afterAll(() => rmSync(folder, { recursive: true }));

function written(content: unknown): string {
  const file = path.join(folder, "report.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const namesOf = (failures: { name: string }[]) => failures.map(({ name }) => name);

const test = (fullName: string, ...failureMessages: string[]) => ({
  fullName,
  status: failureMessages.length > 0 ? "failed" : "passed",
  failureMessages,
});

function suite(...files: { name: string; message?: string; tests: ReturnType<typeof test>[] }[]) {
  const passed = files.flatMap((file) => file.tests).filter((each) => each.status === "passed").length;
  const testResults = files.map(({ name, message, tests }) => ({
    name: `/root/${name}`,
    message,
    status: message !== undefined || tests.some((each) => each.status === "failed") ? "failed" : "passed",
    assertionResults: tests,
  }));
  return readSuite(written({ numPassedTests: passed, testResults }), "/root");
}

describe("what a suite's report tells", () => {
  it("names each failed test by its file, with the first line of why", () => {
    const read = suite({ name: "a.test.ts", tests: [test("adds"), test("takes away", "Error: 1 is 2\n  at a.ts:3")] });
    expect(read).toMatchObject({ passed: 1, failed: 1 });
    expect(read.failures).toEqual([{ name: "a.test.ts › takes away", why: "Error: 1 is 2" }]);
  });

  it("counts a file that could not be loaded, though it holds no failed test", () => {
    const read = suite(
      { name: "a.test.ts", tests: [test("adds")] },
      { name: "b.test.ts", message: "no such file", tests: [] },
    );
    expect(read).toMatchObject({ passed: 1, failed: 1, failures: [{ name: "b.test.ts", why: "no such file" }] });
  });

  it("fails when there is no report at all", () => {
    expect(readSuite(path.join(folder, "none.json"), "/root")).toMatchObject({ passed: 0, failed: 1 });
    expect(readJourneys(path.join(folder, "none.json"))).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe("a suite whose failed files ran once more", () => {
  const first = suite(
    { name: "a.test.ts", tests: [test("adds")] },
    { name: "b.test.ts", tests: [test("opens"), test("is late", "timed out"), test("is wrong", "1 is 2")] },
  );

  it("counts every test once, keeps what failed twice, and tells what was unsteady", () => {
    const again = suite({ name: "b.test.ts", tests: [test("opens"), test("is late"), test("is wrong", "1 is 2")] });
    const both = afterAgain(first, again);
    expect(both).toMatchObject({ passed: 3, failed: 1 });
    expect(namesOf(both.failures)).toEqual(["b.test.ts › is wrong"]);
    expect(namesOf(both.unsteady)).toEqual(["b.test.ts › is late"]);
  });

  it("fails when the second run itself tells nothing", () => {
    expect(afterAgain(first, readSuite(path.join(folder, "none.json"), "/root")).failed).toBe(1);
  });
});

it("reads journeys through nested suites: failed ones fail, flaky ones pass and are named", () => {
  const spec = (title: string, status: string, message?: string) => ({
    title,
    file: "song.spec.ts",
    tests: [{ status, results: [message ? { error: { message } } : {}] }],
  });
  const read = readJourneys(
    written({
      stats: { expected: 1, unexpected: 1, flaky: 1 },
      suites: [
        {
          specs: [spec("plays", "expected")],
          suites: [{ specs: [spec("marks", "unexpected", "gone"), spec("walks", "flaky", "late")] }],
        },
      ],
    }),
  );
  expect(read).toEqual({
    passed: 2,
    failed: 1,
    failures: [{ name: "song.spec.ts › marks", why: "gone" }],
    unsteady: [{ name: "song.spec.ts › walks", why: "late" }],
  });
});

it("fails when a journey's file could not be loaded, though none failed", () => {
  const stats = { expected: 0, unexpected: 0, flaky: 0 };
  const read = readJourneys(written({ stats, suites: [], errors: [{ message: "Error: no runner\n  at a.ts" }] }));
  expect(read).toMatchObject({ failed: 1, failures: [{ why: "Error: no runner" }] });
});
