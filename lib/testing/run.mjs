// Runs every check, from types to the journeys in a browser, and closes with one line: "N passed, N failed".
// `node lib/testing/run.mjs` runs all; `--no-browser` leaves out the build and the journeys; SEGNO_SOAK=1 adds the long suites,
// SEGNO_WHOLE=1 runs all of them also where that takes long: else what there is no time for is named as not run.
// What failed, and what passed only when it ran again alone, is named at the end: of a long log often only the tail is kept.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { listJourneys, orderJourneys } from "./journeys.mjs";
import { afterAgain, readJourneys, readSuite } from "./run-reports.mjs";

const ROOT = path.resolve(import.meta.dirname, "../..");
const REPORTS = path.join(ROOT, "reports");
/** More failed files than this are no matter of a busy machine: they are not run again. */
const AGAIN_AT_MOST = 10;
/** Once so many minutes are gone, no further part of the suites or of the journeys begins; SEGNO_WHOLE=1 runs all of them. */
const ENOUGH_MINUTES = { suites: 20, journeys: 30 };
/**
 * Types, format and lint take a minute or three. Where they take longer than this, the app needs half a minute to start and
 * its own limits of time (connections, checks) are over before it has: a browser would tell of the machine alone.
 */
const TOO_SLOW_FOR_BROWSERS_MINUTES = 8;
/** Each part starts a database of its own, so there are few; and one must not take long on a slow machine. */
const PARTS = 10;
/** Where there is time for some parts only, each day begins with another one. */
const TODAY = Math.floor(Date.now() / 86_400_000);
const STARTED_AT = Date.now();
const hasBrowser = !process.argv.includes("--no-browser");

/** Prisma's command line looks for an engine to download; generating needs none, so any file will do. */
const ENVIRONMENT = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, NEXT_TELEMETRY_DISABLED: "1" };

const ENDED_BADLY = { name: "it ended with an error", why: "" };

const results = [];
/** What whoever reads the sum must know. */
const notes = [];

function run(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: "inherit", env: { ...ENVIRONMENT, ...env } });
    child.on("error", () => resolve(127));
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

function report(name, counts, startedAt) {
  results.push({ name, ...counts });
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `${counts.failed === 0 ? "✓" : "✗"} ${name}: ${counts.passed} passed, ${counts.failed} failed (${seconds} s)`,
  );
}

async function gate(name, command, args, env) {
  const startedAt = Date.now();
  console.log(`\n── ${name}`);
  const code = await run(command, args, env);
  report(name, code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }, startedAt);
  return code === 0;
}

/** As `gate`, for what runs beside others: what it prints comes in one piece when it has ended. */
async function gateBeside(name, command, args) {
  const startedAt = Date.now();
  const child = spawn(command, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"], env: ENVIRONMENT });
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => printed.push(bytes));
  const code = await new Promise((resolve) => {
    child.on("error", () => resolve(127));
    child.on("close", (exitCode) => resolve(exitCode ?? 1));
  });
  console.log(`\n── ${name}\n${Buffer.concat(printed).toString()}`);
  report(name, code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }, startedAt);
}

async function prepare() {
  if (!existsSync(path.join(ROOT, "node_modules/next"))) await gate("install", "npm", ["ci"]);
  await gate("prisma client", "npx", ["prisma", "generate"]);
  await gate("route types", "npx", ["next", "typegen"]);
}

/** Each of these uses one core, and lint takes longer than the others together. Answers how many minutes they took. */
async function checkStill() {
  const startedAt = Date.now();
  const lint = gateBeside("lint", "npx", ["eslint", ".", "--max-warnings", "0"]);
  await gate("types", "npx", ["tsc", "--noEmit", "-p", "."]);
  await gate("format", "npx", ["biome", "ci", "."]);
  await gate("unused code", "npx", ["knip"]);
  await lint;
  return (Date.now() - startedAt) / 60_000;
}

async function runVitest(file, options) {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = await run("npx", ["vitest", "run", ...options, ...reporters]);
  return { code, ...readSuite(file, ROOT) };
}

/**
 * Runs the suites, then once more and alone the few files that failed: two cores that hold a database, a decoder and a
 * browser now and then make a test late. What fails again fails; what passes then is told as such, never hidden.
 */
async function checkBehaviour(name, reportName, options = []) {
  const startedAt = Date.now();
  console.log(`\n── ${name}`);
  const first = await runVitest(path.join(REPORTS, reportName), options);
  if (first.code !== 0 && first.failed === 0) Object.assign(first, { failed: 1, failures: [ENDED_BADLY] });
  const files = [...first.files.keys()];
  if (files.length === 0 || files.length > AGAIN_AT_MOST) return report(name, first, startedAt);
  console.log(`\n── ${name}: once more, alone`);
  const alone = [...options.filter((option) => !option.startsWith("--shard")), "--no-file-parallelism", ...files];
  const again = await runVitest(path.join(REPORTS, `again-${reportName}`), alone);
  report(name, afterAgain(first, again), startedAt);
}

/** Every suite of this project, a part after the other. */
async function checkAllBehaviour() {
  for (let done = 0; done < PARTS; done++) {
    if (done > 0 && !hasTime("suites")) return leaveOut(`${PARTS - done} of ${PARTS} parts of the suites`);
    const part = ((TODAY + done) % PARTS) + 1;
    const name = `unit and integration, part ${part} of ${PARTS}`;
    await checkBehaviour(name, `vitest-${part}.json`, [`--shard=${part}/${PARTS}`]);
  }
}

async function checkJourneys(stillMinutes) {
  if (!(await gate("build", "npx", ["next", "build"]))) return;
  const batches = orderJourneys(listJourneys(), TODAY);
  if (stillMinutes > TOO_SLOW_FOR_BROWSERS_MINUTES && process.env.SEGNO_WHOLE !== "1") {
    const minutes = Math.round(stillMinutes);
    return notes.push(`not run, as types and lint alone took ${minutes} minutes on this machine: all journeys`);
  }
  for (const [at, batch] of batches.entries()) {
    if (at > 0 && !hasTime("journeys")) return leaveOut(`the journeys ${batches.slice(at).flat().sort().join(", ")}`);
    await walk(at === 0 ? "journeys of the core" : `further journeys, ${at} of ${batches.length - 1}`, batch, at);
  }
}

const minutesGone = () => (Date.now() - STARTED_AT) / 60_000;

const hasTime = (kind) => process.env.SEGNO_WHOLE === "1" || minutesGone() < ENOUGH_MINUTES[kind];

function leaveOut(what) {
  notes.push(`not run, as ${Math.round(minutesGone())} minutes were gone: ${what}`);
}

async function walk(name, journeys, at) {
  const startedAt = Date.now();
  const file = path.join(REPORTS, `journeys-${at}.json`);
  console.log(`\n── ${name}`);
  const files = journeys.map((journey) => `/${journey}.spec.ts`);
  const code = await run("npx", ["playwright", "test", "--config", "e2e/playwright.config.ts", ...files], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  const counts = readJourneys(file);
  if (code !== 0 && counts.failed === 0) Object.assign(counts, { failed: 1, failures: [ENDED_BADLY] });
  report(name, counts, startedAt);
}

/** Names what failed and what was unsteady, then closes with the sum. */
function close() {
  console.log("");
  for (const { name, failed, failures, unsteady = [] } of results) {
    for (const each of unsteady) console.log(`passed only when run again: ${name}: ${each.name}: ${each.why}`);
    for (const each of failures ?? []) console.log(`failed: ${name}: ${each.name}: ${each.why}`);
    if (failed > 0 && !failures) console.log(`failed: ${name}`);
  }
  for (const note of notes) console.log(note);
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  return sum("failed") === 0;
}

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
await prepare();
const stillMinutes = await checkStill();
await checkAllBehaviour();
if (process.env.SEGNO_SOAK === "1") await checkBehaviour("soak", "soak.json", ["--config", "vitest.soak.config.ts"]);
if (hasBrowser && existsSync(path.join(ROOT, "e2e/playwright.config.ts"))) await checkJourneys(stillMinutes);
process.exit(close() ? 0 : 1);
