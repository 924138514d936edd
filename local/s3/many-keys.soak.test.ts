import http from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { DeleteObjectsCommand, ListObjectsV2Command, type ListObjectsV2CommandInput } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bucket, listData, presignPut, startTestS3, type TestS3 } from "./testing/s3-fixture";

const SONGS = 100;
const TAKES = 1_000;
const WRITERS = 16;
const agent = new http.Agent({ keepAlive: true, maxSockets: WRITERS });

const songOf = (index: number) => `songs/${String(index % SONGS).padStart(3, "0")}`;
const keys = Array.from({ length: SONGS * TAKES }, (_, index) => `${songOf(index)}/take ${index}.wav`);
const known = new Set(keys);
const inOrder = [...keys].sort();

let s3: TestS3;
beforeAll(async () => {
  s3 = await startTestS3();
});
afterAll(async () => {
  agent.destroy();
  await s3.close();
});

const headers = { "content-length": 1, "content-type": "audio/wav" };

async function put(key: string): Promise<void> {
  const url = await presignPut(s3.client, { Key: key, ContentLength: 1, ContentType: "audio/wav" });
  const answer = await new Promise<string>((resolve, reject) => {
    const request = http.request(url, { method: "PUT", agent, headers }, (response) => {
      text(response).then((body) => resolve(`${response.statusCode} ${body}`), reject);
    });
    request.on("error", reject).end("x");
  });
  if (!answer.startsWith("200 ")) throw new Error(`${key} was refused: ${answer}`);
}

async function listPages(fields: Partial<ListObjectsV2CommandInput> = {}): Promise<{ found: string[]; pages: number }> {
  const found: string[] = [];
  let pages = 0;
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.client.send(new ListObjectsV2Command({ Bucket: bucket, ...fields, ContinuationToken }));
    for (const { Key } of page.Contents ?? []) found.push(Key ?? "");
    for (const { Prefix } of page.CommonPrefixes ?? []) found.push(Prefix ?? "");
    ContinuationToken = page.NextContinuationToken;
    pages++;
  } while (ContinuationToken);
  return { found, pages };
}

describe("100,000 keys in one bucket", () => {
  it("are all taken, while lists show every key that was acknowledged before", { timeout: 1_200_000 }, async () => {
    const written = new Set<string>();
    let next = 0;
    const write = async () => {
      for (let key = keys[next++]; key !== undefined; key = keys[next++]) {
        await put(key);
        written.add(key);
      }
    };
    const writers = Promise.all(Array.from({ length: WRITERS }, write));
    for (const share of [0.001, 0.01, 0.1, 0.5]) {
      while (written.size < share * keys.length) await Promise.race([writers, sleep(5)]);
      const early = [...written].filter((key) => key.startsWith(songOf(7)));
      const seen = new Set((await listPages({ Prefix: songOf(7) })).found);
      expect(early.filter((key) => !seen.has(key))).toEqual([]);
      expect([...seen].filter((key) => !known.has(key))).toEqual([]);
    }
    await writers;
    expect(written.size).toBe(keys.length);
  });

  it("are listed each once and in order, by pages of 1,000, and folded by song", { timeout: 120_000 }, async () => {
    const all = await listPages();
    expect(all.pages).toBe(keys.length / 1_000);
    expect(all.found).toEqual(inOrder);
    const songs = await listPages({ Prefix: "songs/", Delimiter: "/" });
    expect(songs).toEqual({ found: Array.from({ length: SONGS }, (_, index) => `${songOf(index)}/`), pages: 1 });
    expect((await listPages({ Prefix: `${songOf(42)}/` })).found).toHaveLength(TAKES);
  });

  it("are the same after a restart on the folder", { timeout: 120_000 }, async () => {
    const { folder } = s3;
    await s3.standIn.close();
    s3 = { ...(await startTestS3({ folder })), folder };
    expect((await listPages()).found).toEqual(inOrder);
  });

  it("go, a thousand at a time, and leave no byte", { timeout: 900_000 }, async () => {
    for (let at = 0; at < inOrder.length; at += 1_000) {
      const Objects = inOrder.slice(at, at + 1_000).map((Key) => ({ Key }));
      const { Errors } = await s3.client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
      expect(Errors ?? []).toEqual([]);
    }
    expect((await listPages()).found).toEqual([]);
    expect(await listData(s3.folder)).toEqual([]);
    expect(s3.reports).toEqual([]);
  });
});
