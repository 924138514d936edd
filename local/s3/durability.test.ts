import { mkdtemp, open, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CompleteMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HashPool } from "./hash-pool";
import { toS3Error } from "./s3-error";
import { completeParts } from "./testing/complete-parts";
import {
  bucket,
  createUpload,
  errorCode,
  listData,
  MovedClock,
  mebibyte,
  presignPart,
  presignPut,
  putBytes,
  putPart,
  refusalOf,
  sound,
  startTestS3,
  type TestS3,
} from "./testing/s3-fixture";

let s3: TestS3;
beforeAll(async () => {
  s3 = await startTestS3();
});
afterAll(() => s3.close());

describe("at once", () => {
  it("twenty create-once PUTs: one wins, nineteen are told, one object's bytes stay", async () => {
    const before = (await listData(s3.folder)).length;
    const put = (index: number) =>
      s3.client.send(new PutObjectCommand({ Bucket: bucket, Key: "once", Body: `${index}`, IfNoneMatch: "*" }));
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => refusalOf(put(index))));
    expect(answers.filter((answer) => answer === null).length).toBe(1);
    expect(answers.filter((answer) => answer?.status === 412).length).toBe(19);
    expect((await listData(s3.folder)).length).toBe(before + 1);
  });

  it("twenty overwrites: the last one stands whole, the others leave nothing", async () => {
    const before = (await listData(s3.folder)).length;
    const put = (index: number) =>
      s3.client.send(new PutObjectCommand({ Bucket: bucket, Key: "over", Body: `${index}`.repeat(1000) }));
    await Promise.all(Array.from({ length: 20 }, (_, index) => put(index)));
    const { Body } = await s3.client.send(new GetObjectCommand({ Bucket: bucket, Key: "over" }));
    expect(await Body?.transformToString()).toMatch(/^(\d+?)\1{999}$/);
    expect((await listData(s3.folder)).length).toBe(before + 1);
  });

  it("a part replaced while its upload completes is in the object whole, or refused", async () => {
    for (let round = 0; round < 8; round++) {
      const key = `race/${round}`;
      const uploadId = await createUpload(s3.client, key);
      const first = sound(mebibyte);
      const ETag = await putPart(s3.client, { key, uploadId, partNumber: 1 }, first);
      const url = await presignPart(s3.client, { key, uploadId, partNumber: 1, sizeBytes: 2000 });
      const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
      const complete = () =>
        s3.client.send(
          new CompleteMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId, MultipartUpload }),
        );
      const [late, ...done] = await Promise.all([
        putBytes(url, sound(2000)).then((response) => response.status),
        ...[1, 2, 3].map(() => refusalOf(complete())),
      ]);
      expect([200, 404]).toContain(late);
      const isReplaced = late === 200;
      expect(done.map((refusal) => refusal?.name ?? null)).toEqual(Array(3).fill(isReplaced ? "InvalidPart" : null));
      if (isReplaced) continue;
      const { Body } = await s3.client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(first)).toBe(true);
    }
  });
});

describe("a full disk", () => {
  it("is told before the bytes travel: 507", async () => {
    const full = await startTestS3({ minFreeBytes: Number.MAX_SAFE_INTEGER / 2 });
    const url = await presignPut(full.client, { Key: "x", ContentLength: mebibyte, ContentType: "audio/wav" });
    const response = await putBytes(url, sound(mebibyte), { "content-type": "audio/wav" });
    expect([response.status, await errorCode(response)]).toEqual([507, "InsufficientStorage"]);
    expect(await listData(full.folder)).toEqual([]);
    await full.close();
  });

  it("in mid-write reaches the sender as 507 as well", async () => {
    const pool = new HashPool(1);
    const handle = await open("/dev/full", "w");
    const job = pool.open({ fd: handle.fd, algorithms: ["md5"], expectedBytes: 100 });
    await job.write(Buffer.alloc(100));
    const error: unknown = await job.finish().catch((cause: unknown) => cause);
    expect(toS3Error(error)).toMatchObject({ status: 507, code: "InsufficientStorage" });
    await handle.close();
    await pool.close();
  });
});

it("a server started again knows every object, and sweeps only what nobody refers to", async () => {
  const clock = new MovedClock();
  const first = await startTestS3({ clock });
  const body = sound(mebibyte);
  await completeParts(first.client, "kept", [body]);
  const open7 = await createUpload(first.client, "open");
  await putPart(first.client, { key: "open", uploadId: open7, partNumber: 1 }, body);
  const orphan = path.join(first.folder, bucket, "data", "0198aaaa-0000-7000-8000-000000000000");
  const temporary = path.join(first.folder, bucket, "temporary", "left");
  for (const file of [orphan, temporary]) await writeFile(file, "half");
  const restart = async (days: number) => {
    clock.moveDays(days);
    const again = await startTestS3({ clock, folder: first.folder });
    const names = (await listData(first.folder)).filter((name) => !name.includes("/"));
    const opened = await again.standIn.close().then(() => again.reports);
    return { names, reports: opened };
  };
  await first.standIn.close();
  const fresh = await restart(0);
  expect([fresh.names.length, fresh.reports]).toEqual([3, []]);
  await utimes(orphan, new Date(), new Date());
  const later = await restart(1.5);
  expect([later.names.length, later.reports.length]).toEqual([2, 2]);
  expect(later.names).toContain(open7);
  const muchLater = await restart(6);
  expect(muchLater.names.length).toBe(1);
  const last = await startTestS3({ folder: first.folder });
  const { Body } = await last.client.send(new GetObjectCommand({ Bucket: bucket, Key: "kept" }));
  expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
  const { Uploads } = await last.client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
  expect(Uploads ?? []).toEqual([]);
  await last.close();
  await first.close();
});

it("a taken port is told with Node's own error, and closing twice is fine", async () => {
  const port = Number(new URL(s3.url).port);
  const folder = await mkdtemp(path.join(tmpdir(), "segno-s3-port-"));
  await expect(startTestS3({ port, folder })).rejects.toMatchObject({ code: "EADDRINUSE" });
  await (await startTestS3({ folder })).close();
  await rm(folder, { recursive: true });
  const other = await startTestS3();
  await Promise.all([other.close(), other.standIn.close()]);
});
