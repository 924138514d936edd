import { type ChildProcess, fork } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CompleteMultipartUploadCommand, GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  bucket,
  createClient,
  createUpload,
  listData,
  MovedClock,
  mebibyte,
  putPart,
  refusalOf,
  sound,
  startTestS3,
} from "./testing/s3-fixture";

let folder: string;
let child: ChildProcess | null = null;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "segno-s3-crash-"));
});
afterEach(async () => {
  await kill();
  await rm(folder, { recursive: true, force: true });
});

async function serve(): Promise<S3Client> {
  child = fork(path.join(import.meta.dirname, "testing/serve-child.ts"), [folder], { execArgv: ["--import", "tsx"] });
  const [message]: { url: string }[] = await once(child, "message");
  if (!message) throw new Error("no url");
  return createClient(message.url);
}

async function kill(): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function digestOf(client: S3Client, Key: string): Promise<string> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
  const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
  return createHash("sha256").update(bytes).digest("hex");
}

const rounds = 6;

it("killed in mid-PUT: whole or absent, never partial, and nothing acknowledged is lost", async () => {
  const body = sound(24 * mebibyte);
  const digest = createHash("sha256").update(body).digest("hex");
  const acknowledged = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    const client = await serve();
    const put = async (Key: string) => {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: body }));
      acknowledged.add(Key);
    };
    const puts = [refusalOf(put(`a${round}`)), refusalOf(put(`b${round}`))];
    await wait(15 + round * 35);
    await kill();
    await Promise.all(puts);
  }
  const clock = new MovedClock();
  const before = await startTestS3({ folder });
  let wholeCount = 0;
  for (let round = 0; round < rounds; round++) {
    for (const key of [`a${round}`, `b${round}`]) {
      const refusal = await refusalOf(digestOf(before.client, key).then((found) => expect(found).toBe(digest)));
      if (refusal) expect(refusal.name).toBe("NoSuchKey");
      else wholeCount += 1;
      if (acknowledged.has(key)) expect(refusal).toBeNull();
    }
  }
  await before.close();
  clock.moveDays(2);
  await (await startTestS3({ folder, clock })).close();
  expect((await listData(folder)).length).toBe(wholeCount);
}, 60_000);

it("killed around Complete: the repeat finds one whole object", async () => {
  const pieces = [sound(5 * mebibyte), sound(mebibyte)];
  const digest = createHash("sha256").update(Buffer.concat(pieces)).digest("hex");
  for (let round = 0; round < rounds; round++) {
    const key = `c${round}`;
    const client = await serve();
    const uploadId = await createUpload(client, key);
    const etags = await Promise.all(
      pieces.map((piece, index) => putPart(client, { key, uploadId, partNumber: index + 1 }, piece)),
    );
    const complete = (via: S3Client) =>
      via.send(
        new CompleteMultipartUploadCommand({
          Bucket: bucket,
          Key: key,
          UploadId: uploadId,
          MultipartUpload: { Parts: etags.map((ETag, index) => ({ PartNumber: index + 1, ETag })) },
        }),
      );
    const first = refusalOf(complete(client));
    await wait(round * 4);
    await kill();
    await first;
    const again = await startTestS3({ folder });
    await complete(again.client);
    expect(await digestOf(again.client, key)).toBe(digest);
    await again.close();
  }
}, 60_000);
