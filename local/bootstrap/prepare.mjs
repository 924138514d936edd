import { existsSync } from "node:fs";
import { run } from "./run.mjs";
import { hashEntries, readText, writeStamp } from "./stamps.mjs";

const LEAST_NODE = [20, 19];
const LOCK_STAMP = "node_modules/.segno-lock";
const CLIENT_STAMP = "node_modules/.segno-client";
const BUILD_STAMP = ".next/segno-build";
const BUILD_SOURCES = [
  "app",
  "lib",
  "inngest",
  "prisma",
  "public",
  "next.config.ts",
  "postcss.config.mjs",
  "proxy.ts",
  "instrumentation.ts",
];

/** @param {string} version such as 20.19.0 */
export function checkNode(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = LEAST_NODE;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return;
  throw new Error(`Segno needs Node ${LEAST_NODE.join(".")} or newer; this is ${version}.`);
}

/** Whether what npm installed is what the lockfile asks for (packages for other platforms may be missing). */
export function isInstalled() {
  const installed = readText("node_modules/.package-lock.json");
  const wanted = readText("package-lock.json");
  if (installed === null || wanted === null) return false;
  const there = JSON.parse(installed).packages;
  return Object.entries(JSON.parse(wanted).packages).every(
    ([name, entry]) => name === "" || entry.optional || there[name]?.version === entry.version,
  );
}

/** Installs the packages when they are missing or the lockfile changed. Install scripts never run. */
export async function installPackages() {
  const hash = hashEntries(["package-lock.json"]);
  if (existsSync("node_modules") && readText(LOCK_STAMP) === hash) return;
  if (!isInstalled()) await run("Installing packages", "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
  writeStamp(LOCK_STAMP, hash);
}

/** Generates the database client when the schema or Prisma changed. Its command asks for an engine that this step never runs. */
export async function generateClient() {
  const hash = hashEntries(["prisma/schema", "prisma.config.ts", "node_modules/prisma/package.json"]);
  if (existsSync("lib/db/generated/client.ts") && readText(CLIENT_STAMP) === hash) return;
  const variables = {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  };
  await run(
    "Generating the database client",
    process.execPath,
    ["node_modules/prisma/build/index.js", "generate"],
    variables,
  );
  writeStamp(CLIENT_STAMP, hash);
}

/** Builds the app when its sources changed. */
export async function buildApp() {
  const hash = hashEntries([...BUILD_SOURCES, "package-lock.json", "tsconfig.json"]);
  if (existsSync(".next/BUILD_ID") && readText(BUILD_STAMP) === hash) return;
  const variables = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  await run("Building the app", process.execPath, ["node_modules/next/dist/bin/next", "build"], variables);
  writeStamp(BUILD_STAMP, hash);
}
