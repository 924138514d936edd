import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { ApiPerson } from "../e2e/api-person";
import { synthesizeWav } from "../e2e/sound";
import type { BareBrowser } from "./bare-browser";
import type { Row } from "./row";
import { createSong } from "./upload-by-api";
import { chooseTakes, pressUpload } from "./upload-page";

const FILES = 200;
const FILE_BYTES = 5_000_000;
const WITHIN_MS = 600_000;
const SAMPLED_EVERY_MS = 100;
/** A song of two hundred versions is a long answer: asked for too often, it would be what is measured. */
const ASKED_EVERY_MS = 500;

interface Setting {
  browser: BareBrowser;
  appUrl: string;
  client: ApiPerson;
  folder: string;
}

/** An album of two hundred takes beside one file of the same length, and what the page holds in memory meanwhile. */
export async function measureManyUploads(setting: Setting): Promise<Row[]> {
  const one = await writeTakes(setting.folder, "whole", 1, FILES * FILE_BYTES);
  const many = await writeTakes(setting.folder, "part", FILES, FILE_BYTES);
  const memory = await watchMemory(setting.browser);
  const oneSec = await uploadAll(setting, one);
  const manySec = await uploadAll(setting, many);
  const megabytes = (FILES * FILE_BYTES) / 1e6;
  return [
    {
      name: "uploads/200-files-of-5mb",
      value: megabytes / manySec,
      unit: "MB/s",
      reference: { name: "one file of 1 GB, same page", value: megabytes / oneSec },
      target: "≥ 0.8 ×",
    },
    { name: "uploads/page-memory-over-idle", value: memory.stop() / 1e6, unit: "MB", target: "≤ 150" },
  ];
}

async function writeTakes(folder: string, name: string, count: number, sizeBytes: number): Promise<string[]> {
  const header = synthesizeWav({ durationSec: 1 }).subarray(0, 44);
  const files = Array.from({ length: count }, (_, index) => path.join(folder, `${name} ${index + 1}.wav`));
  for (const file of files) await writeFile(file, Buffer.concat([header, randomBytes(sizeBytes - header.length)]));
  return files;
}

/** Seconds from pressing the button until every take has arrived. */
async function uploadAll({ browser, appUrl, client }: Setting, files: string[]): Promise<number> {
  const place = await createSong(client);
  await chooseTakes(browser.page, `${appUrl}/projects/${place.projectId}/songs/${place.songId}`, files);
  const startedAt = performance.now();
  await pressUpload(browser.page);
  const path = `/api/projects/${place.projectId}/songs/${place.songId}`;
  while (performance.now() - startedAt < WITHIN_MS) {
    const song = await client.call<{ versions: unknown[] }>("GET", path);
    if (song.versions.length === files.length) return (performance.now() - startedAt) / 1000;
    await new Promise((resolve) => setTimeout(resolve, ASKED_EVERY_MS));
  }
  throw new Error(`${files.length} takes did not arrive in time.`);
}

/** The most that the browser's page processes held at once, over what they held at the start, in bytes. */
async function watchMemory(browser: BareBrowser): Promise<{ stop: () => number }> {
  const pids = await browser.listRenderers();
  const read = () => pids.reduce((sum, pid) => sum + readResidentBytes(pid), 0);
  const idle = read();
  let peak = idle;
  const timer = setInterval(() => (peak = Math.max(peak, read())), SAMPLED_EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return peak - idle;
    },
  };
}

/** Linux tells it in kilobytes; zero for a process that has ended. */
function readResidentBytes(pid: number): number {
  try {
    return Number(/^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
