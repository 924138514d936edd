import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fetchSource } from "./fetch-source";
import { withPrivateFolder } from "./private-folder";
import { makeTempFolder, type TempFolder } from "./testdata/synthesis";

const BYTES = Buffer.alloc(3_000_001, "some sound");
const SHA256 = createHash("sha256").update(BYTES).digest("hex");
let folder: TempFolder;
let server: http.Server;
let url: string;
let answer: http.RequestListener;

beforeAll(async () => {
  folder = await makeTempFolder();
  server = http.createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/source?signature=x`;
});
beforeEach(() => {
  answer = (_, response) => response.end(BYTES);
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await folder.remove();
});

const isAway = { code: "unavailable", reason: "storage_unreachable" };

function fetchTo<T>(
  use: (target: string) => Promise<T>,
  change: { sha256?: string; sizeBytes?: number } = {},
  signal = new AbortController().signal,
) {
  return withPrivateFolder(folder.path, async (place) => {
    const target = path.join(place, "source");
    const address = { url, sizeBytes: BYTES.length, sha256: null, ...change };
    const sha256 = await fetchSource(address, target, signal);
    return { sha256, used: await use(target) };
  });
}

describe("B232: a source is copied and hashed at once", () => {
  it("and is what the storage has", async () => {
    const { sha256, used } = await fetchTo((target) => readFile(target), { sha256: SHA256 });
    expect(sha256).toBe(SHA256);
    expect(used.equals(BYTES)).toBe(true);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it("or told as lost, refused, cut, too short, too long or changed, and leaves no file", async () => {
    const never = () => Promise.reject(new Error("must not be used"));
    await expect(fetchTo(never, { sha256: "0".repeat(64) })).rejects.toMatchObject({ reason: "copy_differs" });
    await expect(fetchTo(never, { sizeBytes: BYTES.length + 1 })).rejects.toMatchObject(isAway);
    await expect(fetchTo(never, { sizeBytes: BYTES.length - 1 })).rejects.toMatchObject(isAway);
    answer = (_, response) =>
      response.writeHead(200, { "content-length": 9_000_000 }).write(BYTES, () => response.destroy());
    await expect(fetchTo(never)).rejects.toMatchObject(isAway);
    answer = (_, response) => response.writeHead(404).end();
    await expect(fetchTo(never)).rejects.toMatchObject({ code: "gone", reason: "source_lost" });
    answer = (_, response) => response.writeHead(403).end();
    await expect(fetchTo(never)).rejects.toMatchObject({ code: "unavailable", reason: "storage_refused" });
    answer = (_, response) => response.writeHead(503).end();
    await expect(fetchTo(never)).rejects.toMatchObject(isAway);
    answer = (_, response) => response.destroy();
    await expect(fetchTo(never)).rejects.toMatchObject(isAway);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it("or ends with the caller's reason when it is called off midway", async () => {
    const stop = new AbortController();
    answer = (_, response) => response.write(BYTES, () => stop.abort(new Error("called off")));
    await expect(fetchTo(() => Promise.resolve(), {}, stop.signal)).rejects.toThrow("called off");
    expect(await readdir(folder.path)).toEqual([]);
  });
});
