import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  bucket,
  createClient,
  cutPut,
  errorCode,
  listData,
  mebibyte,
  presignPut,
  putBytes,
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

async function readBack(key: string): Promise<Buffer> {
  const { Body } = await s3.client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

const wav = { ContentType: "audio/wav" };

describe("a presigned PUT", () => {
  it("1: creates a bucket, and again", async () => {
    for (let time = 0; time < 2; time++) {
      const answer = await s3.client.send(new CreateBucketCommand({ Bucket: "another" }));
      expect(answer.$metadata.httpStatusCode).toBe(200);
    }
  });

  it("2: takes the bytes that were signed, with an MD5 as ETag", async () => {
    const body = sound(3 * mebibyte + 17);
    const url = await presignPut(s3.client, { Key: "two", ContentLength: body.length, ...wav });
    const response = await putBytes(url, body, { "content-type": "audio/wav" });
    expect(response.status).toBe(200);
    expect(response.headers.get("etag")).toBe(`"${createHash("md5").update(body).digest("hex")}"`);
    expect((await readBack("two")).equals(body)).toBe(true);
    const head = await s3.client.send(new HeadObjectCommand({ Bucket: bucket, Key: "two" }));
    expect(head).toMatchObject({ ContentType: "audio/wav", ContentLength: body.length });
  });

  it("3: refuses another length, in words a sender can read", async () => {
    const url = await presignPut(s3.client, { Key: "three", ContentLength: 10, ...wav });
    const response = await putBytes(url, sound(4 * mebibyte), { "content-type": "audio/wav" });
    expect(response.status).toBe(403);
    expect(await errorCode(response)).toBe("SignatureDoesNotMatch");
  });

  it("4, 5: refuses another type and another key", async () => {
    const url = await presignPut(s3.client, { Key: "four", ContentLength: 4, ...wav });
    expect((await putBytes(url, "abcd", { "content-type": "text/html" })).status).toBe(403);
    const tampered = await putBytes(url.replace("/four?", "/five?"), "abcd", { "content-type": "audio/wav" });
    expect([tampered.status, await errorCode(tampered)]).toEqual([403, "SignatureDoesNotMatch"]);
  });

  it("6: refuses an expired URL", async () => {
    const command = new PutObjectCommand({ Bucket: bucket, Key: "six" });
    const signingDate = new Date(Date.now() - 120_000);
    const response = await putBytes(await getSignedUrl(s3.client, command, { expiresIn: 60, signingDate }), "late");
    expect(response.status).toBe(403);
    expect(await response.text()).toContain("Request has expired");
  });

  it("8: with If-None-Match: * creates once", async () => {
    const put = () =>
      s3.client.send(new PutObjectCommand({ Bucket: bucket, Key: "eight", Body: "x", IfNoneMatch: "*" }));
    await put();
    expect(await refusalOf(put())).toEqual({ name: "PreconditionFailed", status: 412 });
  });

  it("15: made with the SDK's defaults signs the sum of an empty body: refused with 400, as R2 does", async () => {
    const careless = createClient(s3.url, { requestChecksumCalculation: "WHEN_SUPPORTED" });
    const url = await getSignedUrl(careless, new PutObjectCommand({ Bucket: bucket, Key: "fifteen" }));
    expect(url).toContain("x-amz-checksum-crc32=AAAAAA%3D%3D");
    const response = await putBytes(url, "not empty");
    expect([response.status, await errorCode(response)]).toEqual([400, "BadDigest"]);
    expect(await refusalOf(readBack("fifteen"))).toMatchObject({ name: "NoSuchKey" });
  });

  it("34: that is cut leaves nothing, and the object before it stays", async () => {
    const before = await listData(s3.folder);
    const body = sound(4 * mebibyte);
    for (const Key of ["cut", "two"]) {
      const url = await presignPut(s3.client, { Key, ContentLength: body.length, ...wav });
      await cutPut(url, body, { "content-type": "audio/wav" });
    }
    await expect.poll(() => listData(s3.folder)).toEqual(before);
    expect(await refusalOf(readBack("cut"))).toMatchObject({ name: "NoSuchKey", status: 404 });
    expect((await readBack("two")).length).toBe(3 * mebibyte + 17);
    expect(s3.reports).toEqual([]);
  });
});

describe("a checksum", () => {
  const body = sound(2 * mebibyte);
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(body));
  const right = { ChecksumSHA256: createHash("sha256").update(body).digest("base64") };
  const put = (fields: object, client = s3.client) =>
    client.send(new PutObjectCommand({ Bucket: bucket, Key: "sums", Body: body, ...fields }));

  it("9, 10: that is right is kept, one that is wrong is refused", async () => {
    await put(right);
    const head = await s3.client.send(new HeadObjectCommand({ Bucket: bucket, Key: "sums", ChecksumMode: "ENABLED" }));
    expect(head.ChecksumSHA256).toBe(right.ChecksumSHA256);
    const wrong = createHash("sha256").update("other").digest("base64");
    expect(await refusalOf(put({ ChecksumSHA256: wrong }))).toEqual({ name: "BadDigest", status: 400 });
    expect(await refusalOf(put({ ContentMD5: createHash("md5").update("other").digest("base64") }))).toMatchObject({
      status: 400,
    });
  });

  it("of any kind the server knows is verified; one it does not know is refused, never ignored", async () => {
    await put({ ChecksumCRC32: crc.toString("base64") });
    await put({ ChecksumAlgorithm: "SHA1" });
    await put({ ChecksumAlgorithm: "CRC64NVME" });
    expect(await refusalOf(put({ ChecksumCRC64NVME: "AAAAAAAAAAA=" }))).toMatchObject({ name: "BadDigest" });
    expect(await refusalOf(put({ ChecksumCRC32C: "AAAAAA==" }))).toMatchObject({ name: "BadDigest" });
    const unknown = new PutObjectCommand({ Bucket: bucket, Key: "odd", Body: "x" });
    unknown.middlewareStack.add(
      (next) => (args) => {
        Object.assign((args.request as { headers: object }).headers, { "x-amz-checksum-xxhash3": "AAAA" });
        return next(args);
      },
      { step: "build" },
    );
    expect(await refusalOf(s3.client.send(unknown))).toMatchObject({ name: "NotImplemented", status: 501 });
  });

  it("11-13: travels as the SDK sends it: in a header, in an aws-chunked trailer, or not at all", async () => {
    const byDefault = createClient(s3.url, { requestChecksumCalculation: "WHEN_SUPPORTED" });
    for (const client of [byDefault, s3.client]) {
      await put({}, client);
      expect((await readBack("sums")).equals(body)).toBe(true);
      await put(
        { Body: Readable.from([body.subarray(0, 999_999), body.subarray(999_999)]), ContentLength: body.length },
        client,
      );
      expect((await readBack("sums")).equals(body)).toBe(true);
    }
    const head = await s3.client.send(new HeadObjectCommand({ Bucket: bucket, Key: "sums" }));
    expect(head.ContentEncoding).toBeUndefined();
  });
});
