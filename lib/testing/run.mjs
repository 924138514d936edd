// Runs every check, from types to the journeys in a browser, and closes with one line: "N passed, N failed".
// `node lib/testing/run.mjs` runs all; `--no-browser` leaves out the build and the journeys; SEGNO_SOAK=1 adds the long suites.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../..");
const REPORTS = path.join(ROOT, "reports");
const hasBrowser = !process.argv.includes("--no-browser");

/** Prisma's command line looks for an engine to download; generating needs none, so any file will do. */
const ENVIRONMENT = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, NEXT_TELEMETRY_DISABLED: "1" };

const results = [];

function run(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: "inherit", env: { ...ENVIRONMENT, ...env } });
    child.on("error", () => resolve(127));
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

function report(name, passed, failed, startedAt) {
  results.push({ name, passed, failed });
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`${failed === 0 ? "✓" : "✗"} ${name}: ${passed} passed, ${failed} failed (${seconds} s)`);
}

async function gate(name, command, args, env) {
  const startedAt = Date.now();
  console.log(`\n── ${name}`);
  const code = await run(command, args, env);
  report(name, code === 0 ? 1 : 0, code === 0 ? 0 : 1, startedAt);
  return code === 0;
}

/** A suite counts its own tests; one that gave no report failed as a whole. */
async function suite(name, command, args, file, read, env) {
  const startedAt = Date.now();
  console.log(`\n── ${name}`);
  const code = await run(command, args, env);
  const counts = existsSync(file) ? read(JSON.parse(readFileSync(file, "utf8"))) : { passed: 0, failed: 1 };
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  report(name, counts.passed, counts.failed, startedAt);
}

async function prepare() {
  if (!existsSync(path.join(ROOT, "node_modules/next"))) await gate("install", "npm", ["ci"]);
  await gate("prisma client", "npx", ["prisma", "generate"]);
  await gate("route types", "npx", ["next", "typegen"]);
}

async function checkStill() {
  await gate("types", "npx", ["tsc", "--noEmit", "-p", "."]);
  await gate("format", "npx", ["biome", "ci", "."]);
  await gate("lint", "npx", ["eslint", ".", "--max-warnings", "0"]);
  await gate("unused code", "npx", ["knip"]);
}

async function checkBehaviour(name, report, options = []) {
  const file = path.join(REPORTS, report);
  await suite(
    name,
    "npx",
    ["vitest", "run", ...options, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
    file,
    (json) => {
      // A file that could not be loaded has no tests to count, and failed all the same.
      const unloaded = json.testResults.filter(
        (file) => file.status === "failed" && file.assertionResults.length === 0,
      );
      return { passed: json.numPassedTests, failed: json.numFailedTests + unloaded.length };
    },
  );
}

async function checkJourneys() {
  if (!(await gate("build", "npx", ["next", "build"]))) return;
  const file = path.join(REPORTS, "journeys.json");
  await suite(
    "journeys in Chromium",
    "npx",
    ["playwright", "test", "--config", "e2e/playwright.config.ts"],
    file,
    (json) => ({ passed: json.stats.expected + json.stats.flaky, failed: json.stats.unexpected }),
    { PLAYWRIGHT_JSON_OUTPUT_NAME: file },
  );
}

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
await prepare();
await checkStill();
await checkBehaviour("unit and integration", "vitest.json");
if (process.env.SEGNO_SOAK === "1") await checkBehaviour("soak", "soak.json", ["--config", "vitest.soak.config.ts"]);
if (hasBrowser && existsSync(path.join(ROOT, "e2e/playwright.config.ts"))) await checkJourneys();

const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
console.log(
  `\n${results
    .filter((result) => result.failed > 0)
    .map((result) => `failed: ${result.name}`)
    .join("\n")}`,
);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
