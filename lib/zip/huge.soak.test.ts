import { execFile } from "node:child_process";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { predictZip, writeZip, type ZipSource } from "./write-zip";

const run = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "segno-zip-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it("B459: past 4 GiB, in one file and behind it, a ZIP is whole", { timeout: 300_000 }, async () => {
  // Silence takes no place on a disk, but a reader reads all of it.
  const silence = Buffer.alloc(8 * 2 ** 20);
  const sizeBytes = 2 ** 32 + 12_345;
  async function* read() {
    for (let left = sizeBytes; left > 0; left -= silence.length) {
      yield await Promise.resolve(left < silence.length ? silence.subarray(0, left) : silence);
    }
  }
  async function* after() {
    yield await Promise.resolve(Buffer.from("after"));
  }
  const sources: ZipSource[] = [
    { name: "long.wav", sizeBytes, read },
    { name: "after.txt", sizeBytes: 5, read: after },
  ];
  const file = path.join(folder, "huge.zip");
  const out = await open(file, "w");
  let at = 0;
  for await (const chunk of writeZip(sources, new Date())) {
    if (chunk.buffer !== silence.buffer) await out.write(chunk, 0, chunk.byteLength, at);
    at += chunk.byteLength;
  }
  await out.close();
  expect(at).toBe(predictZip(sources));
  const program =
    "import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nprint(z.testzip(),[i.file_size for i in z.infolist()])";
  expect((await run("python3", ["-c", program, file])).stdout.trim()).toBe(`None [${sizeBytes}, 5]`);
  expect((await run("unzip", ["-t", file])).stdout).toContain("No errors detected");
});
