import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { CompleteMultipartUploadCommand, GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { expect } from "vitest";
import { KilledServer } from "./killed-server";
import {
  bucket,
  createUpload,
  listData,
  MovedClock,
  mebibyte,
  putPart,
  refusalOf,
  sound,
  startTestS3,
} from "./s3-fixture";

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/** The digest of what stands at a key, or null when nothing does; any other refusal is a failure. */
async function readDigest(client: S3Client, Key: string): Promise<string | null> {
  const found = await refusalOf(client.send(new GetObjectCommand({ Bucket: bucket, Key })));
  if (found) {
    expect(found).toEqual({ name: "NoSuchKey", status: 404 });
    return null;
  }
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
  return sha256(Buffer.from((await Body?.transformToByteArray()) ?? []));
}

export interface PutOutcome {
  absent: number;
  whole: number;
  acknowledged: number;
}

/** The kills spread from the beginning of the work to half as long again as it takes. */
const reach = 1.5;
const commitMs = 300;

/** Until the files not known before hold that many bytes. */
async function waitForBytes(folder: string, known: Set<string>, sizeBytes: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const fresh = (await listData(folder)).filter((name) => !known.has(name));
    const sizes = fresh.map(
      (name) => statSync(path.join(folder, bucket, "data", name), { throwIfNoEntry: false })?.size,
    );
    if (sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0) >= sizeBytes) return;
    await wait(1);
  }
}

/** How long something takes on a server just started, as in each round. */
async function measure(
  server: KilledServer,
  work: (client: S3Client) => Promise<() => Promise<unknown>>,
): Promise<number> {
  const run = await work(await server.start());
  const startedMs = performance.now();
  await run();
  const durationMs = performance.now() - startedMs;
  await server.kill();
  return durationMs;
}

/**
 * Kills the server in each round while it takes a new object and overwrites another, a little later each time. Afterwards
 * each object is whole or absent, what was acknowledged stands, and a sweep leaves their bytes and no others.
 */
export async function killInMidPut(rounds: number): Promise<PutOutcome> {
  const server = await KilledServer.prepare();
  try {
    const size = 12 * mebibyte;
    const bodies = [sound(size), sound(size)];
    const digests = bodies.map(sha256);
    const acknowledged = new Set<string>();
    const mayStand = new Set<string | null>([digests[0] ?? null]);
    const putOver = (client: S3Client, key: string, Body: Buffer | undefined) =>
      client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body }));
    await putOver(await server.start(), "over", bodies[0]);
    await server.kill();
    for (let round = 0; round < rounds; round++) {
      const client = await server.start();
      const put = async (Key: string, body: Buffer | undefined) => {
        await putOver(client, Key, body);
        acknowledged.add(Key);
      };
      const before = await readDigest(client, "over");
      expect(mayStand).toContain(before);
      const next = bodies[round % 2] ?? null;
      const known = new Set(await listData(server.folder));
      mayStand.clear();
      acknowledged.delete("over");
      const puts = [refusalOf(put(`new${round}`, bodies[0])), refusalOf(put("over", bodies[round % 2]))];
      const share = (round / rounds) * reach;
      const over = new AbortController();
      const arrived = waitForBytes(server.folder, known, Math.min(share, 1) * 2 * size, over.signal);
      await Promise.race([arrived, Promise.all(puts)]);
      // All bytes are there: from here on it is hashing, syncing and the record.
      if (share > 1) await Promise.race([wait((share - 1) * commitMs), Promise.all(puts)]);
      await server.kill();
      over.abort();
      await Promise.all(puts);
      if (next) mayStand.add(sha256(next));
      if (!acknowledged.has("over")) mayStand.add(before);
    }
    const outcome = await judgePuts(server.folder, rounds, { digest: digests[0], acknowledged, mayStand });
    return outcome;
  } finally {
    await server.remove();
  }
}

async function judgePuts(
  folder: string,
  rounds: number,
  known: { digest: string | undefined; acknowledged: Set<string>; mayStand: Set<string | null> },
): Promise<PutOutcome> {
  const clock = new MovedClock();
  const before = await startTestS3({ folder });
  const outcome = { absent: 0, whole: 0, acknowledged: 0 };
  for (let round = 0; round < rounds; round++) {
    const found = await readDigest(before.client, `new${round}`);
    if (found !== null) expect(found).toBe(known.digest);
    if (known.acknowledged.has(`new${round}`)) {
      expect(found).not.toBeNull();
      outcome.acknowledged += 1;
    }
    outcome[found === null ? "absent" : "whole"] += 1;
  }
  expect(known.mayStand).toContain(await readDigest(before.client, "over"));
  await before.close();
  clock.moveDays(2);
  await (await startTestS3({ folder, clock })).close();
  expect((await listData(folder)).length).toBe(outcome.whole + 1);
  return outcome;
}

export interface CompleteOutcome {
  /** Rounds in which the first Complete was answered, and in which the object stood before the repeat. */
  answered: number;
  stoodBefore: number;
}

/** @returns what completes the upload, through any client. */
async function uploadPieces(client: S3Client, key: string, pieces: Buffer[]) {
  const uploadId = await createUpload(client, key);
  const etags: string[] = [];
  for (const [index, piece] of pieces.entries()) {
    etags.push(await putPart(client, { key, uploadId, partNumber: index + 1 }, piece));
  }
  const Parts = etags.map((ETag, index) => ({ PartNumber: index + 1, ETag }));
  const input = { Bucket: bucket, Key: key, UploadId: uploadId, MultipartUpload: { Parts } };
  return (via: S3Client) => via.send(new CompleteMultipartUploadCommand(input));
}

/** Kills the server in each round a little later after Complete was asked for; the repeat finds one whole object. */
export async function killAroundComplete(rounds: number): Promise<CompleteOutcome> {
  const server = await KilledServer.prepare();
  try {
    const pieces = [sound(5 * mebibyte), sound(mebibyte)];
    const digest = sha256(Buffer.concat(pieces));
    const outcome = { answered: 0, stoodBefore: 0 };
    const undisturbedMs = await measure(server, async (client) => {
      const complete = await uploadPieces(client, "first", pieces);
      return () => complete(client);
    });
    for (let round = 0; round < rounds; round++) {
      const key = `c${round}`;
      const client = await server.start();
      const complete = await uploadPieces(client, key, pieces);
      const first = refusalOf(complete(client));
      await wait((round / rounds) * reach * undisturbedMs);
      await server.kill();
      const isAnswered = (await first) === null;
      const again = await startTestS3({ folder: server.folder });
      const stood = await readDigest(again.client, key);
      if (stood !== null) expect(stood).toBe(digest);
      if (isAnswered) expect(stood).toBe(digest);
      await complete(again.client);
      expect(await readDigest(again.client, key)).toBe(digest);
      await again.close();
      outcome.answered += isAnswered ? 1 : 0;
      outcome.stoodBefore += stood === null ? 0 : 1;
    }
    return outcome;
  } finally {
    await server.remove();
  }
}
