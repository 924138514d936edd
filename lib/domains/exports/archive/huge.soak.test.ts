import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { promisify } from "node:util";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { buildObjectKey } from "@/lib/core/object-keys";
import { createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import type { Services } from "@/lib/services";
import { readStretch } from "@/lib/storage/read-stream";
import { writeStream } from "@/lib/storage/write-stream";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { exportProject } from "../commands";
import { makeExport } from "../making/commands";
import { signExport } from "../reads";

const run = promisify(execFile);
const BLOCK = randomBytes(8 * 2 ** 20);
/** Past 4 GiB, with a last part that is not full. */
const BLOCKS = 530;
const TAIL_BYTES = 12_345;
const SIZE_BYTES = BLOCKS * BLOCK.length + TAIL_BYTES;
let stack: TestStack;
let services: Services;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "segno-huge-"));
  stack = await startTestStack();
  services = stack.services;
});
afterAll(async () => {
  await stack.close();
  await rm(folder, { recursive: true, force: true });
});

it("B416: an archive past 4 GiB is whole for a program that others wrote, and no take is ever in memory", async () => {
  const band = await createBand(services);
  const { id: uploadId } = await uploadFile(services, band.owner, band, makeWav(0.2));
  const key = buildObjectKey({ ...band, uploadId }, "source");
  let crc = 0;
  async function* source() {
    for (let i = 0; i < BLOCKS; i++) {
      crc = crc32(BLOCK, crc);
      yield await Promise.resolve(BLOCK);
    }
    crc = crc32(BLOCK.subarray(0, TAIL_BYTES), crc);
    yield BLOCK.subarray(0, TAIL_BYTES);
  }
  const nothing = () => Promise.resolve();
  const target = { key, contentType: "audio/wav", onBegun: nothing, onArrived: nothing };
  expect(await writeStream(services.storage, target, source())).toBe(SIZE_BYTES);
  await services.db.upload.update({ where: { id: uploadId }, data: { sizeBytes: SIZE_BYTES } });
  await services.db.version.updateMany({ where: { uploadId }, data: { sizeBytes: SIZE_BYTES } });

  const readSec = await measure(async () => {
    let bytes = 0;
    for await (const chunk of readStretch(services.storage, { key, from: 0, length: SIZE_BYTES }))
      bytes += chunk.length;
    expect(bytes).toBe(SIZE_BYTES);
  });
  const { id } = await exportProject(services, band.owner, band);
  const before = process.memoryUsage().rss;
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 50);
  const makeSec = await measure(async () => {
    expect(await makeExport(services, systemScope, { exportId: id, run: 1 })).toBe("done");
  });
  clearInterval(watch);
  const mb = (bytes: number) => Math.round(bytes / 1e6);
  console.log(
    `${mb(SIZE_BYTES)} MB: read ${Math.round(mb(SIZE_BYTES) / readSec)} MB/s, archived ${Math.round(mb(SIZE_BYTES) / makeSec)} MB/s, RSS ${mb(before)} MB before and ${mb(most)} MB at most, storage in the same process`,
  );
  // Storage serves from this process, too: what both hold at once is some parts, not the take.
  expect(most - before).toBeLessThan(600e6);

  const file = path.join(folder, "archive.zip");
  const { body } = await fetch(await signExport(services, band.owner, id));
  await pipeline(Readable.fromWeb(body as unknown as ReadableStream), createWriteStream(file));
  expect((await run("unzip", ["-t", file])).stdout).toContain("No errors detected");
  expect((await run("unzip", ["-v", file])).stdout).toContain(crc.toString(16).padStart(8, "0"));
});

async function measure(work: () => Promise<void>): Promise<number> {
  const begunAt = performance.now();
  await work();
  return (performance.now() - begunAt) / 1000;
}
