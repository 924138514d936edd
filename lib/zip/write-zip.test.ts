import { execFile, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { crc32 } from "node:zlib";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { predictZip, writeZip, type ZipSource } from "./write-zip";

const run = promisify(execFile);
const AT = new Date("2026-11-30T08:15:42Z");
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "segno-zip-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function* cut(bytes: Buffer, length = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield await Promise.resolve(bytes.subarray(at, at + length));
}
const source = (name: string, bytes: Buffer): ZipSource => ({ name, sizeBytes: bytes.length, read: () => cut(bytes) });

async function collect(sources: ZipSource[]): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeZip(sources, AT)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

async function keep(name: string, sources: ZipSource[]): Promise<string> {
  const file = path.join(folder, name);
  const out = createWriteStream(file);
  for await (const chunk of writeZip(sources, AT)) if (!out.write(chunk)) await once(out, "drain");
  out.end();
  await once(out, "close");
  return file;
}

/** What Python's own reader, which checks every sum, says of each file. */
async function readByPython(file: string): Promise<{ bad: string | null; files: [string, number, number][] }> {
  const program = `import json,sys,zipfile
z=zipfile.ZipFile(sys.argv[1])
print(json.dumps({"bad":z.testzip(),"files":[[i.filename,i.file_size,i.CRC] for i in z.infolist()]}))`;
  const { stdout } = await run("python3", ["-c", program, file], { maxBuffer: 64e6 });
  return JSON.parse(stdout) as { bad: string | null; files: [string, number, number][] };
}

const hasPrograms = ["unzip -v", "python3 -V"].every((command) => {
  const [program = "", ...args] = command.split(" ");
  return spawnSync(program, args).status === 0;
});

describe("B459: a ZIP", () => {
  const files = {
    "Album/index.html": Buffer.from("<p>Hello</p>"),
    "Album/Zażółć 🎸/v1 été.wav": Buffer.from(Array.from({ length: 12_345 }, (_, i) => i % 251)),
    "Album/empty.txt": Buffer.alloc(0),
  };
  const sources = Object.entries(files).map(([name, bytes]) => source(name, bytes));

  it("is read whole by a library that others wrote, and is as long as was predicted", async () => {
    const bytes = await collect(sources);
    expect(predictZip(sources)).toBe(bytes.length);
    const unpacked = unzipSync(bytes);
    expect(Object.keys(unpacked)).toEqual(Object.keys(files));
    for (const [name, content] of Object.entries(files))
      expect(Buffer.from(unpacked[name] ?? []).equals(content)).toBe(true);
  });

  it.skipIf(!hasPrograms)("is read whole by the programs of a system", async () => {
    const file = await keep("small.zip", sources);
    expect((await run("unzip", ["-t", file])).stdout).toContain("No errors detected");
    expect(await readByPython(file)).toEqual({
      bad: null,
      files: Object.entries(files).map(([name, content]) => [name, content.length, crc32(content)]),
    });
  });

  it("of nothing is one, too", async () => {
    expect(unzipSync(await collect([]))).toEqual({});
    expect(predictZip([])).toBe(22);
  });

  it.skipIf(!hasPrograms)("of more than 65,535 files has them all", { timeout: 120_000 }, async () => {
    const many = Array.from({ length: 65_600 }, (_, i) => source(`Album/${i}.txt`, Buffer.from(String(i))));
    const file = await keep("many.zip", many);
    const { size } = await (await open(file)).stat();
    expect(size).toBe(predictZip(many));
    const read = await readByPython(file);
    expect([read.bad, read.files.length]).toEqual([null, 65_600]);
    expect(read.files.at(-1)).toEqual(["Album/65599.txt", 5, crc32("65599")]);
    expect((await run("unzip", ["-tq", file], { maxBuffer: 64e6 })).stdout).toContain("No errors detected");
  });

  it("is given up when a file is not as long as was said, or can't be read", async () => {
    const short = { ...source("a", Buffer.from("abc")), sizeBytes: 4 };
    await expect(collect([short])).rejects.toThrow("a is of 3 bytes, not 4");
    const failing = {
      ...source("b", Buffer.from("abc")),
      async *read(): AsyncGenerator<Uint8Array> {
        yield await Promise.resolve(Buffer.from("a"));
        throw new Error("gone");
      },
    };
    await expect(collect([failing])).rejects.toThrow("gone");
  });
});
