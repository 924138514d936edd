import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { chromium } from "@playwright/test";
import { createApiPerson } from "../e2e/api-person";
import { findBrowser } from "../e2e/browser";
import { type RunningStack, startStack } from "../e2e/stack";
import type { Row } from "./row";
import { createSong } from "./upload-by-api";

/** What a song page costs the listener, and the server after its start. */
export async function measureWeb(): Promise<Row[]> {
  const first = await startStack({ isOnDisk: true });
  const rssMb = readAppRss(first);
  try {
    const scriptKb = await measureScripts(first);
    const secondStartSec = await measureSecondStart();
    return [
      { name: "web/song-page-js-gzip", value: scriptKb, unit: "KB", target: "≤ 200" },
      { name: "web/app-rss-after-start", value: rssMb, unit: "MB", target: "≤ 300" },
      { name: "web/second-start", value: secondStartSec, unit: "s", target: "≤ 8" },
    ];
  } finally {
    await first.stop();
  }
}

async function measureSecondStart(): Promise<number> {
  const startedAt = performance.now();
  const second = await startStack({ isOnDisk: true });
  const seconds = (performance.now() - startedAt) / 1000;
  await second.stop();
  return seconds;
}

/** The scripts that the document itself asks for; what a click loads later is not among them. */
async function measureScripts(stack: RunningStack): Promise<number> {
  const client = await createApiPerson(stack);
  const place = await createSong(client);
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: ["--disable-gpu", "--disable-background-networking", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
  });
  try {
    const page = await browser.newPage({ baseURL: stack.appUrl });
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(client.email);
    await page.getByLabel("Password", { exact: true }).fill(client.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("region", { name: "Player" }).waitFor();
    const path = `/projects/${place.projectId}/songs/${place.songId}`;
    const html = await (await page.request.get(path)).text();
    const tags = html.match(/<script[^>]*\ssrc="[^"]+"[^>]*>/g) ?? [];
    let bytes = 0;
    for (const tag of tags.filter((found) => !/nomodule/i.test(found))) {
      const script = await page.request.get(/\ssrc="([^"]+)"/.exec(tag)?.[1] ?? "");
      bytes += gzipSync(await script.body(), { level: 6 }).length;
    }
    return bytes / 1000;
  } finally {
    await browser.close();
  }
}

/** Resident memory of the app's own process below the start command. */
function readAppRss(stack: RunningStack): number {
  const listed = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" });
  const rows = listed.split("\n").flatMap((line) => {
    const found = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
    return found ? [{ pid: Number(found[1]), parent: Number(found[2]), args: found[3] ?? "" }] : [];
  });
  const family = new Set([stack.pid]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const row of rows) if (family.has(row.parent)) family.add(row.pid);
  }
  const app = rows.find((row) => family.has(row.pid) && /next-server/.test(row.args));
  if (!app) throw new Error("The app's process was not found below the start command.");
  const status = readFileSync(`/proc/${app.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1000;
}
