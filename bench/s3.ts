import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { median, type Row } from "./row";
import { StorageCalls } from "./storage/s3-calls";
import { startPlain, startStorage } from "./storage/server-process";
import { drain, putAll } from "./storage/transfer";

const MIB = 1024 ** 2;
const PART = randomBytes(16 * MIB);
const PARTS = [...Array.from({ length: 12 }, () => PART), PART.subarray(0, 8 * MIB)];
const SIZE_BYTES = PARTS.reduce((sum, part) => sum + part.length, 0);
const LARGE = Array.from({ length: 128 }, () => PART);
const ROUNDS = 7;
const SMALL_OBJECTS = 10_000;

const readRate = (seconds: number) => SIZE_BYTES / 1e6 / seconds;

/** The storage stand-in in a process of its own, beside a plain Node server that only writes and reads a file: by turns. */
export async function measureS3(): Promise<Row[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "segno-bench-s3-"));
  try {
    return [...(await measureTransfers(folder)), await measureLarge(folder), await measureList(folder)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
}

async function measureTransfers(folder: string): Promise<Row[]> {
  await mkdir(path.join(folder, "plain"));
  const [s3, plain] = [await startStorage(path.join(folder, "s3")), await startPlain(path.join(folder, "plain"))];
  const calls = new StorageCalls(s3.url);
  await writeFile(path.join(folder, "plain", "plain-whole"), Buffer.concat(PARTS));
  const plainPuts = PARTS.map((body, index) => ({ url: `${plain.url}/${index}`, body }));
  const times = { put: [] as number[], plainPut: [] as number[], get: [] as number[], plainGet: [] as number[] };
  // The first turn warms both up.
  for (let round = 0; round <= ROUNDS; round++) {
    const put = (await calls.upload("take", PARTS, 3)).partsSec;
    const plainPut = await timed(() => putAll(plainPuts, 3));
    const url = await calls.signGet("take");
    const get = await timed(() => drain(url));
    const plainGet = await timed(() => drain(`${plain.url}/whole`));
    if (round === 0) continue;
    for (const [name, value] of Object.entries({ put, plainPut, get, plainGet })) {
      times[name as keyof typeof times].push(readRate(value));
    }
  }
  await Promise.all([s3.stop(), plain.stop()]);
  const put = { value: median(times.put), unit: "MB/s" };
  const get = { value: median(times.get), unit: "MB/s" };
  return [
    { name: "s3/put-200mib", ...put, target: "≥ 250" },
    {
      name: "s3/put-200mib-share",
      ...put,
      reference: { name: "plain Node HTTP to file, by turns", value: median(times.plainPut) },
      target: "≥ 0.6 ×",
    },
    {
      name: "s3/get-200mib",
      ...get,
      reference: { name: "plain Node file to HTTP, by turns", value: median(times.plainGet) },
      target: "≥ 1000",
    },
  ];
}

async function measureLarge(folder: string): Promise<Row> {
  const s3 = await startStorage(path.join(folder, "large"));
  await new StorageCalls(s3.url).upload("large", LARGE, 4);
  const value = await s3.readPeakMb();
  await s3.stop();
  await rm(path.join(folder, "large"), { recursive: true });
  return { name: "s3/rss-2gib-multipart", value, unit: "MB", target: "≤ 120" };
}

async function measureList(folder: string): Promise<Row> {
  const s3 = await startStorage(path.join(folder, "list"));
  const calls = new StorageCalls(s3.url);
  const names = Array.from({ length: SMALL_OBJECTS }, (_, at) => `songs/${at % 100}/${at}`);
  await calls.putSmall(names, 16);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    times.push(
      await timed(async () => {
        const count = await calls.list("songs/");
        if (count !== SMALL_OBJECTS) throw new Error(`The list has ${count} objects.`);
      }),
    );
  }
  const records = path.join(folder, "list", "bench", "objects", "songs");
  const disk = await timed(async () => {
    for (const inner of await readdir(records)) {
      for (const name of await readdir(path.join(records, inner))) await stat(path.join(records, inner, name));
    }
  });
  await s3.stop();
  return {
    name: "s3/list-10000",
    value: median(times) * 1000,
    unit: "ms",
    reference: { name: "readdir and stat of the same records", value: disk * 1000 },
    target: "≤ 200",
  };
}
