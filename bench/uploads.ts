import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type ApiPerson, createApiPerson } from "../e2e/api-person";
import { synthesizeWav } from "../e2e/sound";
import { type RunningStack, startStack } from "../e2e/stack";
import { type BarePage, launchBareBrowser } from "./bare-browser";
import { measureManyUploads } from "./many-uploads";
import { startPlainServer } from "./plain-server";
import { median, type Row } from "./row";
import { createSong, uploadByApi, waitForPeaks } from "./upload-by-api";
import { chooseTakes, pressUpload, signIn } from "./upload-page";

const MIB = 1024 * 1024;
const SIZE_BYTES = 200 * MIB;
const ROUNDS = 3;

/** The uploader in a real browser against the storage stand-in, beside the same browser against a server that only writes. */
export async function measureUploads(): Promise<Row[]> {
  const stack = await startStack({ isOnDisk: true });
  const folder = await mkdtemp(path.join(tmpdir(), "segno-bench-"));
  try {
    const client = await createApiPerson(stack);
    const waveformMs = await measureWaveform(client);
    const { ours, plain, many } = await measureThroughput(stack, client, folder);
    return [
      {
        name: "uploads/browser-200mib",
        value: ours,
        unit: "MB/s",
        reference: { name: "same browser, plain Node HTTP to file", value: plain },
        target: "≥ 0.6 ×",
      },
      ...many,
      { name: "uploads/complete-to-waveform-3min-wav", value: waveformMs / 1000, unit: "s", target: "≤ 2.5" },
    ];
  } finally {
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureWaveform(client: ApiPerson): Promise<number> {
  const place = await createSong(client);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const upload = await uploadByApi(client, place, synthesizeWav({ durationSec: 180, rootHz: 200 + round }));
    times.push(await waitForPeaks(client, place, upload.version?.id ?? "", 60_000));
    await waitUntilIdle(client, place);
  }
  return median(times);
}

/** The preview of the last round must not slow the next. */
async function waitUntilIdle(client: ApiPerson, place: { projectId: string; songId: string }): Promise<void> {
  const path = `/api/projects/${place.projectId}/songs/${place.songId}`;
  for (;;) {
    const song = await client.call<{ versions: { analysis: { state: string } }[] }>("GET", path);
    if (song.versions.every((version) => version.analysis.state === "done" || version.analysis.state === "failed"))
      return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function measureThroughput(stack: RunningStack, client: ApiPerson, folder: string) {
  const file = path.join(folder, "take.wav");
  await writeFile(
    file,
    Buffer.concat([synthesizeWav({ durationSec: 1 }).subarray(0, 44), randomBytes(SIZE_BYTES - 44)]),
  );
  const plainServer = await startPlainServer(folder);
  const browser = await launchBareBrowser();
  try {
    const { page } = browser;
    await signIn(page, stack.appUrl, client);
    const ours: number[] = [];
    const plain: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(SIZE_BYTES / 1e6 / (await uploadThroughPage(page, stack.appUrl, client, file)));
      plain.push(SIZE_BYTES / 1e6 / (await putToPlain(page, plainServer.url)));
    }
    const many = await measureManyUploads({ browser, appUrl: stack.appUrl, client, folder });
    return { ours: median(ours), plain: median(plain), many };
  } finally {
    await browser.close();
    await plainServer.close();
  }
}

/** Seconds from pressing "Upload" until the tray says that the take is there. Random bytes under a WAV header are measured, too. */
async function uploadThroughPage(page: BarePage, appUrl: string, client: ApiPerson, file: string): Promise<number> {
  const place = await createSong(client);
  await chooseTakes(page, `${appUrl}/projects/${place.projectId}/songs/${place.songId}`, [file]);
  const startedAt = performance.now();
  await pressUpload(page);
  await page.until(`/All sent. Checking what arrived|1 there|all there/.test(document.body.innerText)`, 120_000);
  const seconds = (performance.now() - startedAt) / 1000;
  await page.until(`document.body.innerText.includes("all there")`, 120_000);
  return seconds;
}

/** The same bytes, parts and parallelism with no signing, no hashing and no sync. */
async function putToPlain(page: BarePage, url: string): Promise<number> {
  return page.evaluate<number>(`(async () => {
    const [url, size, partSize] = ${JSON.stringify([url, SIZE_BYTES, 16 * MIB])};
    const bytes = new Uint8Array(partSize);
    const parts = Math.ceil(size / partSize);
    let next = 0;
    const startedAt = performance.now();
    const work = async () => {
      while (next < parts) {
        const number = next++;
        const length = Math.min(partSize, size - number * partSize);
        await new Promise((resolve, reject) => {
          const request = new XMLHttpRequest();
          request.open("PUT", url + "/" + number);
          request.onload = () => resolve();
          request.onerror = () => reject(new Error("plain server"));
          request.send(bytes.slice(0, length).buffer);
        });
      }
    };
    await Promise.all([work(), work(), work()]);
    return (performance.now() - startedAt) / 1000;
  })()`);
}
