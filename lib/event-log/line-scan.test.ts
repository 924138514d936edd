import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { INLINE_MAX_BYTES } from "./inline-io";
import { scanLines } from "./line-scan";
import { SegmentFile } from "./segment";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "event-log-lines-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Scan {
  lines: { offset: number; text: string }[];
  chunks: string;
  /** How many lines had been told when each chunk was. */
  linesBefore: number[];
  endOffset: number;
  tailBytes: number;
}

async function scan(bytes: Buffer): Promise<Scan> {
  await writeFile(path.join(folder, "file"), bytes);
  const segment = await SegmentFile.open(folder, "file", 0, true);
  const found: Scan = { lines: [], chunks: "", linesBefore: [], endOffset: -1, tailBytes: -1 };
  const end = await scanLines(segment, {
    onLine: (buffer, start, stop, offset) => found.lines.push({ offset, text: buffer.toString("latin1", start, stop) }),
    onChunk: (chunk) => {
      found.chunks += chunk.toString("latin1");
      found.linesBefore.push(found.lines.length);
    },
  });
  await segment.handle.close();
  return { ...found, ...end };
}

/** The same, told by a simple split. */
function split(bytes: Buffer): Pick<Scan, "lines" | "chunks" | "endOffset" | "tailBytes"> {
  const texts = bytes.toString("latin1").split("\n");
  const tail = texts.pop() ?? "";
  let offset = 0;
  const lines = texts.map((text) => {
    const line = { offset, text };
    offset += text.length + 1;
    return line;
  });
  return { lines, chunks: bytes.toString("latin1", 0, offset), endOffset: offset, tailBytes: tail.length };
}

const line = (length: number, fill = "x") => Buffer.from(`${fill.repeat(length)}\n`);

it.each([
  ["nothing", []],
  ["an empty line", [line(0)]],
  ["short lines", [line(3), line(0), line(5)]],
  ["a tail alone", [Buffer.from("tail")]],
  ["lines and a tail", [line(3), line(4), Buffer.from("tail")]],
  ["a line that ends with the buffer", [line(INLINE_MAX_BYTES - 1), line(7)]],
  ["a line that ends one byte behind the buffer", [line(INLINE_MAX_BYTES), line(7)]],
  ["a newline that ends one byte before the buffer's end", [line(INLINE_MAX_BYTES - 2), line(7), Buffer.from("t")]],
  ["a line far longer than the buffer", [line(9), line(INLINE_MAX_BYTES * 5 + 3, "y"), line(9, "z"), Buffer.from("t")]],
  ["empty lines, and a tail that lies where they did", [Buffer.alloc(INLINE_MAX_BYTES, "\n"), Buffer.from("tail")]],
  ["a tail longer than the buffer", [line(9), line(INLINE_MAX_BYTES * 3).subarray(0, -1)]],
])("hands over each line once, at its byte: %s", async (_name, parts) => {
  const bytes = Buffer.concat(parts);
  const { linesBefore, ...found } = await scan(bytes);
  expect(found).toEqual(split(bytes));
  expect(linesBefore.every((count) => count > 0)).toBe(true);
});

it("hands over lines of any length across many buffers, each chunk behind its lines", async () => {
  const parts = Array.from({ length: 3000 }, (_, n) => line((n * 7919) % 997, String(n % 10)));
  const bytes = Buffer.concat(parts);
  expect(bytes.length).toBeGreaterThan(INLINE_MAX_BYTES * 5);
  const { linesBefore, ...found } = await scan(bytes);
  expect(found).toEqual(split(bytes));
  expect(linesBefore.length).toBeGreaterThan(5);
  expect(linesBefore.at(-1)).toBe(3000);
});

it("works without a visitor of chunks, and passes a visitor's failure on", async () => {
  await writeFile(path.join(folder, "file"), "a\nb\n");
  const segment = await SegmentFile.open(folder, "file", 0, true);
  let count = 0;
  expect(await scanLines(segment, { onLine: () => (count += 1) })).toEqual({ endOffset: 4, tailBytes: 0 });
  expect(count).toBe(2);
  const onLine = () => {
    throw new RangeError("no");
  };
  await expect(scanLines(segment, { onLine })).rejects.toThrow(RangeError);
  await segment.handle.close();
});
