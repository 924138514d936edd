// Reads what the test runners wrote: counts, the names of what failed, and the files to run again.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const NO_REPORT = { passed: 0, failed: 1, failures: [{ name: "no report was written", why: "" }], unsteady: [] };

/**
 * A suite's counts and failures (name, first line of why) by vitest's JSON report. `files` maps each file that failed,
 * relative to `root`, to the tests of it that passed: they run again with it, and must not be counted twice.
 */
export function readSuite(file, root) {
  if (!existsSync(file)) return { ...NO_REPORT, files: new Map() };
  const json = JSON.parse(readFileSync(file, "utf8"));
  const failed = json.testResults.filter((each) => each.status === "failed");
  const failures = failed.flatMap((each) => failuresOf(each, path.relative(root, each.name)));
  const files = new Map(failed.map((each) => [path.relative(root, each.name), countOf(each, "passed")]));
  return { passed: json.numPassedTests, failed: failures.length, failures, files };
}

/** The counts of a suite whose failed files were run once more: what failed twice failed, the rest is `unsteady`. */
export function afterAgain(first, again) {
  const countedTwice = [...first.files.values()].reduce((sum, count) => sum + count, 0);
  const still = new Set(again.failures.map(({ name }) => name));
  return {
    passed: first.passed - countedTwice + again.passed,
    failed: again.failed,
    failures: again.failures,
    unsteady: first.failures.filter(({ name }) => !still.has(name)),
  };
}

/** A file that could not be loaded, or whose preparation failed, has no failed test and failed all the same. */
function failuresOf(result, name) {
  const tests = result.assertionResults.filter((each) => each.status === "failed");
  if (tests.length === 0) return [{ name, why: firstLine(result.message) }];
  return tests.map((each) => ({ name: `${name} › ${each.fullName}`, why: firstLine(each.failureMessages[0]) }));
}

const countOf = (result, status) => result.assertionResults.filter((each) => each.status === status).length;

const firstLine = (text) => (text ?? "").split("\n", 1)[0].slice(0, 300);

/** The journeys' counts by Playwright's JSON report. */
export function readJourneys(file) {
  if (!existsSync(file)) return { ...NO_REPORT };
  const { stats, suites, errors = [] } = JSON.parse(readFileSync(file, "utf8"));
  const tests = suites.flatMap(testsOf);
  const of = (status) => tests.filter((test) => test.status === status).map(({ name, why }) => ({ name, why }));
  // A file that could not be loaded stops them all, and is in no suite.
  const unloaded = errors.map(({ message }) => ({ name: "the journeys", why: firstLine(message) }));
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + unloaded.length,
    failures: [...unloaded, ...of("unexpected")],
    unsteady: of("flaky"),
  };
}

function testsOf(suite) {
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map((test) => ({ status: test.status, name: `${spec.file} › ${spec.title}`, why: whyOf(test) })),
  );
  return [...own, ...(suite.suites ?? []).flatMap(testsOf)];
}

function whyOf(test) {
  const failed = test.results.find((result) => result.error?.message);
  return firstLine(failed?.error.message);
}
