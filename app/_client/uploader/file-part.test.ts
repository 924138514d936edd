import { createHash } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { FileGoneError } from "./file-error";
import { readBody, readPartInto } from "./file-part";
import { hashPart } from "./hash-part";

const bytes = Uint8Array.from({ length: 250_000 }, (_, at) => (at * 7919) % 251);
const file = new File([bytes], "take.wav");
const plan = { sizeBytes: bytes.length, partSizeBytes: 100_000, partCount: 3 };
const part = (number: number) => bytes.subarray((number - 1) * 100_000, number * 100_000);

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("a part of a file", () => {
  it("is read into the buffer of the one before", async () => {
    let buffer = new ArrayBuffer(0);
    for (const number of [1, 2, 3]) {
      const read = await readPartInto(buffer, file, plan, number);
      expect(Buffer.compare(read, part(number))).toBe(0);
      buffer = read.buffer;
      expect(buffer.byteLength).toBe(100_000);
    }
  });

  it("is read where browsers offer no buffers of one's own", async () => {
    vi.spyOn(Blob.prototype, "stream").mockImplementation(() => {
      throw new TypeError("not here");
    });
    expect(Buffer.compare(await readPartInto(new ArrayBuffer(0), file, plan, 3), part(3))).toBe(0);
  });

  it("is read in the plain way when the browser leaves a read without an answer, and so are those that wait behind it", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const plain = (number: number) => Promise.resolve(new Uint8Array(part(number)).buffer);
    const silent = { getReader: () => ({ read: () => new Promise(() => undefined), cancel: () => Promise.resolve() }) };
    const number = (start = 0) => start / 100_000 + 1;
    const stalled = { slice: (start?: number) => ({ stream: () => silent, arrayBuffer: () => plain(number(start)) }) };
    let hashes: (string | undefined)[] | undefined;
    void Promise.all([1, 2].map((number) => hashPart(stalled as unknown as File, plan, number))).then(
      (all) => (hashes = all),
    );
    while (!hashes) {
      await vi.advanceTimersByTimeAsync(1_000);
      // Hashing is not done by the clock.
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(hashes).toEqual([1, 2].map((n) => createHash("sha256").update(part(n)).digest("base64")));
  });

  it("that is not there any more is told, and the next file is read all the same", async () => {
    const short = new File([bytes.subarray(0, 150_000)], "take.wav");
    await expect(readPartInto(new ArrayBuffer(0), short, plan, 2)).rejects.toBeInstanceOf(FileGoneError);
    await expect(hashPart(short, plan, 2)).rejects.toBeInstanceOf(FileGoneError);
    expect(await hashPart(file, plan, 2)).toBe(createHash("sha256").update(part(2)).digest("base64"));
  });

  it("has its hash, however many are asked for at once", async () => {
    const hashes = await Promise.all([1, 2, 3, 1].map((number) => hashPart(file, plan, number)));
    expect(hashes).toEqual([1, 2, 3, 1].map((n) => createHash("sha256").update(part(n)).digest("base64")));
  });

  it("is sent as a piece of the file, but to Safari and all browsers of iOS as bytes", async () => {
    const agents: [string, boolean][] = [
      ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36", true],
      ["Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", true],
      ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/26.0 Safari/605.1.15", false],
      ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 CriOS/142.0.0.0 Mobile", false],
    ];
    for (const [userAgent, isPiece] of agents) {
      vi.stubGlobal("navigator", { userAgent });
      const body = await readBody(file, plan, 2);
      expect(body instanceof Blob, userAgent).toBe(isPiece);
      const sent = new Uint8Array(body instanceof Blob ? await body.arrayBuffer() : body);
      expect(Buffer.compare(sent, part(2))).toBe(0);
    }
  });
});
