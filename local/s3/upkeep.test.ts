import { readdir, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import {
  bucket,
  createUpload,
  listData,
  MovedClock,
  putPart,
  refusalOf,
  sound,
  startTestS3,
} from "./testing/s3-fixture";

it("B141: sweeps while it runs: an upload of seven days is aborted, an orphan goes, what is in use stays", async () => {
  const clock = new MovedClock();
  const s3 = await startTestS3({ clock, sweepEveryMs: 20 });
  await s3.client.send(new PutObjectCommand({ Bucket: bucket, Key: "kept", Body: "la" }));
  const uploadId = await createUpload(s3.client, "open");
  await putPart(s3.client, { key: "open", uploadId, partNumber: 1 }, sound(100));
  const data = path.join(s3.folder, bucket, "data");
  const orphan = path.join(data, "0198aaaa-0000-7000-8000-000000000000");
  await writeFile(orphan, "half");
  clock.moveDays(2);
  await expect.poll(() => readdir(data)).not.toContain(path.basename(orphan));
  expect(await readdir(data)).toContain(uploadId);
  clock.moveDays(5.1);
  await expect.poll(() => readdir(data)).not.toContain(uploadId);
  // The SDK's signature is of today; only the server's clock went ahead.
  await s3.standIn.close();
  const later = await startTestS3({ folder: s3.folder });
  const { Uploads } = await later.client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
  expect(Uploads ?? []).toEqual([]);
  const { Body } = await later.client.send(new GetObjectCommand({ Bucket: bucket, Key: "kept" }));
  expect(await Body?.transformToString()).toBe("la");
  await later.close();
  await s3.close();
});

it("B141: with a record that can't be read it says so, serves the rest and throws no bytes away", async () => {
  const clock = new MovedClock();
  const s3 = await startTestS3({ clock });
  for (const Key of ["a/whole", "a/broken"]) {
    await s3.client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Key }));
  }
  await s3.standIn.close();
  await writeFile(path.join(s3.folder, bucket, "objects", "a", "broken~"), '{"id":"0198');
  const before = await listData(s3.folder);
  for (const name of before) await utimes(path.join(s3.folder, bucket, "data", name), new Date(), new Date());
  clock.moveDays(3);
  await (await startTestS3({ folder: s3.folder, clock })).close();
  const again = await startTestS3({ folder: s3.folder });
  expect(again.reports).toEqual([expect.stringContaining("broken~")]);
  expect(await listData(s3.folder)).toEqual(before);
  const { Contents } = await again.client.send(new ListObjectsV2Command({ Bucket: bucket }));
  expect(Contents?.map(({ Key }) => Key)).toEqual(["a/whole"]);
  const read = (Key: string) => again.client.send(new GetObjectCommand({ Bucket: bucket, Key }));
  expect(await refusalOf(read("a/broken"))).toMatchObject({ status: 500 });
  expect(await (await read("a/whole")).Body?.transformToString()).toBe("a/whole");
  await again.close();
  await s3.close();
});

it("B140: a folder has one server: a second is refused and says whose it is, the first goes on", async () => {
  const s3 = await startTestS3();
  await expect(startTestS3({ folder: s3.folder })).rejects.toMatchObject({
    reason: "log_locked",
    message: expect.stringContaining(String(process.pid)),
  });
  await s3.client.send(new PutObjectCommand({ Bucket: bucket, Key: "still", Body: "x" }));
  await s3.standIn.close();
  await (await startTestS3({ folder: s3.folder })).close();
  await s3.close();
});

it("held, keeps records and bytes as they are while it reads and takes bytes; what waited goes on afterwards", async () => {
  const s3 = await startTestS3();
  const put = (Key: string, Body: string) => s3.client.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
  const read = async (Key: string) =>
    (await s3.client.send(new GetObjectCommand({ Bucket: bucket, Key }))).Body?.transformToString();
  await put("old", "before");
  await put("going", "before");
  await put("still", "before");
  const records = () => readdir(path.join(s3.folder, bucket, "objects"));
  const before = await records();
  const release = await s3.standIn.hold();
  const done: string[] = [];
  const waiting = [
    put("old", "after").then(() => done.push("replaced")),
    put("new", "after").then(() => done.push("added")),
    s3.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: "going" })).then(() => done.push("removed")),
  ];
  await sleep(200);
  expect(done).toEqual([]);
  expect(await records()).toEqual(before);
  expect(await read("still")).toBe("before");
  release();
  await Promise.all(waiting);
  expect(await read("old")).toBe("after");
  expect((await records()).sort()).toEqual(["new~", "old~", "still~"]);
  await s3.close();
});
