import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { readStretch } from "@/lib/storage/read-stream";
import { openStorage } from "@/lib/storage/storage";
import { writeStream } from "@/lib/storage/write-stream";
import { writeZip, type ZipSource } from "@/lib/zip/write-zip";
import type { ArchiveFigures } from "../archive";
import { bucket, keys } from "./keys";

const [url = "", gigabytes = "2"] = process.argv.slice(2);
const TAKE_BYTES = 100_000_000;
const TAKES = Math.max(1, Math.round((Number(gigabytes) * 1e9) / TAKE_BYTES));
const CHUNK = randomBytes(4_000_000);
const storage = openStorage({ ...keys, bucket, endpoint: url, publicEndpoint: url });

async function* sound() {
  for (let sent = 0; sent < TAKE_BYTES; sent += CHUNK.length) yield await Promise.resolve(CHUNK);
}

const nothing = () => Promise.resolve();
const write = (key: string, chunks: AsyncIterable<Uint8Array>) =>
  writeStream(storage, { key, contentType: "application/octet-stream", onBegun: nothing, onArrived: nothing }, chunks);
const takes: ZipSource[] = Array.from({ length: TAKES }, (_, i) => ({
  name: `Album/Song ${i}/v1 take.wav`,
  sizeBytes: TAKE_BYTES,
  read: () => readStretch(storage, { key: `take-${i}`, from: 0, length: TAKE_BYTES }),
}));
async function* readAll() {
  for (const take of takes) yield* take.read();
}

async function rate(work: () => Promise<unknown>): Promise<number> {
  const begunAt = performance.now();
  await work();
  return (TAKES * TAKE_BYTES) / 1e6 / ((performance.now() - begunAt) / 1000);
}

async function peak(): Promise<number> {
  return (Number(/VmHWM:\s+(\d+) kB/.exec(await readFile("/proc/self/status", "utf8"))?.[1]) * 1024) / 1e6;
}

for (let i = 0; i < TAKES; i++) await write(`take-${i}`, sound());
const archiveMbPerSec = await rate(() => write("archive.zip", writeZip(takes, new Date())));
const peakMb = await peak();
await storage.delete("archive.zip");
const copyMbPerSec = await rate(() => write("copy", readAll()));
await storage.delete("copy");
const readMbPerSec = await rate(async () => {
  for await (const chunk of readAll()) if (chunk.byteLength === 0) throw new Error("nothing was read");
});
const figures: ArchiveFigures = { readMbPerSec, copyMbPerSec, archiveMbPerSec, peakMb };
process.send?.(figures);
