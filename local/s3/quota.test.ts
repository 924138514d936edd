import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { completeParts } from "./testing/complete-parts";
import {
  bucket,
  createUpload,
  cutPut,
  errorCode,
  listData,
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

const quotaBytes = 4000;
const full = { name: "QuotaExceeded", status: 507 };
let s3: TestS3;
beforeEach(async () => {
  s3 = await startTestS3({ quotaBytes });
});
afterEach(() => s3.close());

const put = (Key: string, sizeBytes: number, client: S3Client = s3.client) =>
  client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: sound(sizeBytes) }));
const remove = (Key: string) => s3.client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));

describe("B142: a bucket's quota", () => {
  it("takes what fits to the last byte, refuses the next, and takes again what was made room for", async () => {
    await put("a", quotaBytes);
    expect(await refusalOf(put("b", 1))).toEqual(full);
    await remove("a");
    await remove("a");
    await put("b", quotaBytes);
    expect(await refusalOf(put("c", 1))).toEqual(full);
  });

  it("counts an overwrite once it is done, and a copy as its size", async () => {
    await put("a", 1000);
    for (let round = 0; round < 8; round++) await put("a", 2000);
    const copy = (Key: string) =>
      s3.client.send(new CopyObjectCommand({ Bucket: bucket, Key, CopySource: `${bucket}/a` }));
    await copy("b");
    const before = await listData(s3.folder);
    expect(await refusalOf(copy("c"))).toEqual(full);
    expect(await listData(s3.folder)).toEqual(before);
  });

  it("holds when many arrive at once, and gives back what was cut, refused or aborted", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, (_, at) => refusalOf(put(`p${at}`, 1000))));
    expect(answers.filter((answer) => answer === null).length).toBe(4);
    await Promise.all(Array.from({ length: 10 }, (_, at) => remove(`p${at}`)));
    for (let round = 0; round < 3; round++) {
      const url = await presignPut(s3.client, { Key: "cut", ContentLength: 3000, ContentType: "audio/wav" });
      await cutPut(url, sound(3000), { "content-type": "audio/wav" });
      const wrong = new PutObjectCommand({ Bucket: bucket, Key: "x", Body: sound(3000), ContentMD5: "AAAA" });
      await expect.poll(() => refusalOf(s3.client.send(wrong))).toMatchObject({ status: 400 });
      const uploadId = await createUpload(s3.client, "u");
      await putPart(s3.client, { key: "u", uploadId, partNumber: 1 }, sound(2000));
      await putPart(s3.client, { key: "u", uploadId, partNumber: 1 }, sound(1500));
      await s3.client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: "u", UploadId: uploadId }));
    }
    await put("all", quotaBytes);
  });

  it("is the same after a restart, with an object, an open upload and parts that Complete left out", async () => {
    await put("a", 1000);
    await completeParts(s3.client, "joined", [sound(500)]);
    const uploadId = await createUpload(s3.client, "open");
    await putPart(s3.client, { key: "open", uploadId, partNumber: 1 }, sound(700));
    await s3.standIn.close();
    const again = await startTestS3({ folder: s3.folder, quotaBytes });
    expect(await refusalOf(put("b", quotaBytes - 2200 + 1, again.client))).toEqual(full);
    await put("b", quotaBytes - 2200, again.client);
    const url = await presignPart(again.client, { key: "open", uploadId, partNumber: 2, sizeBytes: 1 });
    const refused = await putBytes(url, "x");
    expect([refused.status, await errorCode(refused)]).toEqual([507, "QuotaExceeded"]);
    await again.close();
  });

  it("lets a server start whose bucket holds more than it may now", async () => {
    await put("a", 3000);
    await s3.standIn.close();
    const smaller = await startTestS3({ folder: s3.folder, quotaBytes: mebibyte / 1024 });
    expect(await refusalOf(put("b", 1, smaller.client))).toEqual(full);
    await smaller.close();
  });
});
