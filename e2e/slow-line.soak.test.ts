import { createHash } from "node:crypto";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findBrowser } from "./browser";
import { join } from "./journey";
import { type OwnStorage, startOwnStorage } from "./own-storage";
import { type SlowLine, startSlowLine } from "./slow-line";
import { type RunningStack, startStack } from "./stack";
import { createProject } from "./studio";

const MB = 1_000_000;
/** As large as a take may be, but for a part: SEGNO_SOAK_MB makes it smaller for a quick look. */
const SIZE_BYTES = Number(process.env.SEGNO_SOAK_MB ?? 2_000) * MB;
const LINE = { bytesPerSec: 60 * MB, cutAfterBytes: Math.min(230 * MB, SIZE_BYTES / 5) };

let folder: string;
let storage: OwnStorage;
let line: SlowLine;
let stack: RunningStack;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "segno-soak-"));
  storage = await startOwnStorage([]);
  const { hostname: host, port } = new URL(storage.url);
  line = await startSlowLine({ host, port: Number(port) }, LINE);
  stack = await startStack({ env: storage.variables(line.url) });
  storage.allowedOrigins.push(stack.appUrl);
  process.env.E2E_APP_URL = stack.appUrl;
  process.env.E2E_MAIL_URL = stack.mailUrl;
  browser = await chromium.launch({ executablePath: findBrowser(), args: ["--no-sandbox", "--disable-quic"] });
});
afterAll(async () => {
  await browser.close();
  await stack.stop();
  await line.close();
  await storage.close();
  await rm(folder, { recursive: true, force: true });
});

/** A WAV of one long noise that never repeats, written bit by bit. */
async function writeLongWav(file: string): Promise<string> {
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(SIZE_BYTES - 8, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.set([1, 0, 2, 0], 20);
  head.writeUInt32LE(48_000, 24);
  head.writeUInt32LE(192_000, 28);
  head.set([4, 0, 16, 0], 32);
  head.write("data", 36);
  head.writeUInt32LE(SIZE_BYTES - 44, 40);
  const [hash, handle] = [createHash("sha256"), await open(file, "w")];
  const noise = new Uint32Array(MB / 4);
  let state = 1;
  for (let written = 0; written < SIZE_BYTES; ) {
    for (let i = 0; i < noise.length; i++) noise[i] = state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const bytes = Buffer.from(noise.buffer);
    if (written === 0) head.copy(bytes);
    const part = bytes.subarray(0, SIZE_BYTES - written);
    hash.update(part);
    await handle.write(part);
    written += part.length;
  }
  await handle.close();
  return hash.digest("hex");
}

/** What a member downloads, hashed on its way. */
async function hashDownload(page: Page): Promise<{ sha256: string; sizeBytes: number }> {
  const [, projectId] = /projects\/([0-9a-f-]{36})/.exec(page.url()) ?? [];
  const songs = `/api/projects/${projectId}/songs`;
  const { items } = (await (await page.request.get(songs)).json()) as {
    items: { id: string; latest: { id: string } }[];
  };
  const path = `${songs}/${items[0]?.id}/versions/${items[0]?.latest.id}/download`;
  const { location = "" } = (await page.request.get(path, { maxRedirects: 0 })).headers();
  const [hash, answer] = [createHash("sha256"), await fetch(location)];
  let sizeBytes = 0;
  for await (const chunk of answer.body ?? []) {
    hash.update(chunk as Uint8Array);
    sizeBytes += (chunk as Uint8Array).length;
  }
  return { sha256: hash.digest("hex"), sizeBytes };
}

/** Resident bytes of the processes that draw pages (proc(5)). */
async function readRenderers(): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  let sum = 0;
  for (const { id, type } of processInfo) {
    if (type !== "renderer") continue;
    const status = await readFile(`/proc/${id}/status`, "utf8");
    sum += Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
  }
  return sum;
}

async function send(page: Page, file: string): Promise<number> {
  await page.getByLabel("Choose takes").first().setInputFiles(file);
  const before = await readRenderers();
  await page.getByRole("button", { name: "Upload 1 take" }).click();
  let most = before;
  const done = page.getByText("Long v1 is in Slow line").first();
  for (const endsAt = Date.now() + 12 * 60_000; !(await done.isVisible()); await page.waitForTimeout(500)) {
    if (Date.now() > endsAt)
      throw new Error(`After ${line.seen.sentBytes} bytes: ${await page.locator("body").innerText()}`);
    most = Math.max(most, await readRenderers());
  }
  return most - before;
}

describe("B328: the largest take", () => {
  it("arrives bit by bit over a slow line that is cut again and again; what the browser took is told", async () => {
    const file = path.join(folder, "Long.wav");
    const sha256 = await writeLongWav(file);
    const page = await browser.newPage({ baseURL: stack.appUrl });
    await join(page, "Lina");
    await createProject(page, "Slow line");
    const grownBytes = await send(page, file);
    console.info(JSON.stringify({ ...line.seen, grownBytes, sizeBytes: SIZE_BYTES }));
    expect(line.seen.cuts).toBeGreaterThanOrEqual(4);
    expect(await hashDownload(page)).toEqual({ sha256, sizeBytes: SIZE_BYTES });
  });
});
