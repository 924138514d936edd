import { createHash } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { Crc64Nvme } from "@aws-sdk/crc64-nvme";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { updateCrc32c } from "./crc32c.mjs";
import {
  bucket,
  createClient,
  createUpload,
  errorCode,
  listData,
  mebibyte,
  presignPart,
  putBytes,
  putPart,
  refusalOf,
  sound,
  startTestS3,
  type TestS3,
} from "./testing/s3-fixture";

let s3: TestS3;
beforeAll(async () => {
  s3 = await startTestS3({ maxObjectBytes: 64 * mebibyte });
});
afterAll(() => s3.close());

function toBytes(sum: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(sum);
  return bytes;
}

const part = sound(5 * mebibyte);
const tail = sound(mebibyte + 3);
const key = "projects/p/songs/s/uploads/u/source";
const md5 = (...pieces: Buffer[]) => pieces.reduce((hash, piece) => hash.update(piece), createHash("md5")).digest();

async function uploadParts(pieces: Buffer[], order = pieces.map((_, index) => index + 1)) {
  const uploadId = await createUpload(s3.client, key);
  const etags = new Map<number, string>();
  for (const number of order) {
    etags.set(number, await putPart(s3.client, { key, uploadId, partNumber: number }, pieces[number - 1] ?? tail));
  }
  return { uploadId, parts: pieces.map((_, index) => ({ PartNumber: index + 1, ETag: etags.get(index + 1) })) };
}

function complete(uploadId: string, parts: object[], fields: Partial<CompleteMultipartUploadCommandInput> = {}) {
  const input = { Bucket: bucket, Key: key, UploadId: uploadId, MultipartUpload: { Parts: parts }, ...fields };
  return s3.client.send(new CompleteMultipartUploadCommand(input));
}

async function readBack(): Promise<Buffer> {
  const { Body } = await s3.client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

describe("a multipart upload", () => {
  it("16, 17: takes presigned parts in any order, lists them, completes, and completes again with the same answer", async () => {
    const { uploadId, parts } = await uploadParts([part, part, tail], [3, 1, 2]);
    const listed = await s3.client.send(
      new ListPartsCommand({ Bucket: bucket, Key: key, UploadId: uploadId, MaxParts: 2 }),
    );
    expect(listed).toMatchObject({ IsTruncated: true, NextPartNumberMarker: "2" });
    const rest = await s3.client.send(
      new ListPartsCommand({ Bucket: bucket, Key: key, UploadId: uploadId, PartNumberMarker: "2" }),
    );
    expect([...(listed.Parts ?? []), ...(rest.Parts ?? [])].map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, part.length],
      [2, part.length],
      [3, tail.length],
    ]);
    const done = await complete(uploadId, parts);
    expect(done.ETag).toBe(`"${md5(md5(part), md5(part), md5(tail)).toString("hex")}-3"`);
    expect((await readBack()).equals(Buffer.concat([part, part, tail]))).toBe(true);
    expect((await complete(uploadId, parts)).ETag).toBe(done.ETag);
    const late = await putBytes(
      await presignPart(s3.client, { key, uploadId, partNumber: 1, sizeBytes: tail.length }),
      tail,
    );
    expect([late.status, await errorCode(late)]).toEqual([404, "NoSuchUpload"]);
  });

  it("forgets a completed upload once its object was overwritten, and never brings the old bytes back", async () => {
    const { uploadId, parts } = await uploadParts([tail]);
    await complete(uploadId, parts);
    await s3.client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: "newer" }));
    expect(await refusalOf(complete(uploadId, parts))).toEqual({ name: "NoSuchUpload", status: 404 });
    expect((await readBack()).toString()).toBe("newer");
  });

  it("replaces a part that is sent again, and keeps no trace of the first", async () => {
    const { uploadId } = await uploadParts([part, part]);
    const etag = await putPart(s3.client, { key, uploadId, partNumber: 1 }, tail);
    await complete(uploadId, [{ PartNumber: 1, ETag: etag }]);
    expect((await readBack()).equals(tail)).toBe(true);
    const files = (await listData(s3.folder)).filter((name) => name.startsWith(`${uploadId}/`));
    expect(files.length).toBe(2);
  });

  it("18, 19: refuses a part that is too small, a wrong ETag, a wrong order, unequal parts, too much in all", async () => {
    const refuse = async (pieces: Buffer[], change = (parts: object[]) => parts) => {
      const { uploadId, parts } = await uploadParts(pieces);
      const refusal = await refusalOf(complete(uploadId, change(parts)));
      await s3.client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId }));
      return refusal;
    };
    expect(await refuse([tail, tail])).toEqual({ name: "EntityTooSmall", status: 400 });
    expect(await refuse([part], ([one]) => [{ ...one, ETag: '"0123"' }])).toEqual({ name: "InvalidPart", status: 400 });
    expect(await refuse([part, part], (parts) => parts.reverse())).toEqual({ name: "InvalidPartOrder", status: 400 });
    const longer = Buffer.concat([part, tail]);
    expect(await refuse([part, longer, tail])).toEqual({ name: "InvalidPart", status: 400 });
    expect(await refuse([part, longer])).toEqual({ name: "InvalidPart", status: 400 });
    expect(await refuse(Array.from({ length: 13 }, () => part))).toEqual({ name: "EntityTooLarge", status: 400 });
  });

  it("20: aborted is gone: no part, no list entry, no byte", async () => {
    const { uploadId, parts } = await uploadParts([part]);
    const list = () => s3.client.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: "projects/p/" }));
    expect((await list()).Uploads?.map((upload) => upload.UploadId)).toContain(uploadId);
    const abort = () =>
      s3.client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId }));
    await abort();
    expect((await list()).Uploads?.map((upload) => upload.UploadId) ?? []).not.toContain(uploadId);
    expect(await refusalOf(abort())).toMatchObject({ name: "NoSuchUpload" });
    expect(await refusalOf(complete(uploadId, parts))).toMatchObject({ name: "NoSuchUpload" });
    const url = await presignPart(s3.client, { key, uploadId, partNumber: 1, sizeBytes: tail.length });
    expect((await putBytes(url, tail)).status).toBe(404);
    expect((await listData(s3.folder)).filter((name) => name.startsWith(uploadId))).toEqual([]);
  });

  it("takes a part whose signed SHA-256 is right and refuses one that is wrong", async () => {
    const uploadId = await createUpload(s3.client, key);
    const sha256 = createHash("sha256").update(tail).digest("base64");
    const url = await presignPart(s3.client, { key, uploadId, partNumber: 1, sizeBytes: tail.length, sha256 });
    const headers = { "x-amz-checksum-sha256": sha256 };
    const damaged = Buffer.from(tail);
    damaged[7] = (damaged[7] ?? 0) ^ 1;
    const refused = await putBytes(url, damaged, headers);
    expect([refused.status, await errorCode(refused)]).toEqual([400, "BadDigest"]);
    expect((await putBytes(url, tail)).status).toBe(403);
    const taken = await putBytes(url, tail, headers);
    expect([taken.status, taken.headers.get("x-amz-checksum-sha256")]).toEqual([200, sha256]);
  });
});

describe("a multipart checksum", () => {
  it("21: CRC64NVME over the whole object is verified", async () => {
    const crc = new Crc64Nvme();
    for (const piece of [part, tail]) crc.update(piece);
    const ChecksumCRC64NVME = Buffer.from(await crc.digest()).toString("base64");
    const { uploadId, parts } = await uploadParts([part, tail]);
    const wrong = complete(uploadId, parts, { ChecksumCRC64NVME: "AAAAAAAAAAA=" });
    expect(await refusalOf(wrong)).toEqual({ name: "BadDigest", status: 400 });
    const done = await complete(uploadId, parts, { ChecksumCRC64NVME });
    expect(done).toMatchObject({ ChecksumCRC64NVME, ChecksumType: "FULL_OBJECT" });
  });

  it("that R2 does not keep is refused: a CRC32 of the whole, a CRC64NVME of the parts", async () => {
    const open = (ChecksumAlgorithm: "CRC32" | "CRC64NVME", ChecksumType: "COMPOSITE" | "FULL_OBJECT") =>
      s3.client.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: key, ChecksumAlgorithm, ChecksumType }));
    expect(await refusalOf(open("CRC32", "FULL_OBJECT"))).toEqual({ name: "InvalidRequest", status: 400 });
    expect(await refusalOf(open("CRC64NVME", "COMPOSITE"))).toEqual({ name: "InvalidRequest", status: 400 });
  });

  it.each([
    ["SHA256" as const, (...bytes: Buffer[]) => createHash("sha256").update(Buffer.concat(bytes)).digest()],
    ["SHA1" as const, (...bytes: Buffer[]) => createHash("sha1").update(Buffer.concat(bytes)).digest()],
    ["CRC32C" as const, (...bytes: Buffer[]) => toBytes(updateCrc32c(0, Buffer.concat(bytes)))],
  ])("%s of the parts adds up to a composite one, which Complete checks and HEAD tells", async (algorithm, sum) => {
    const name = `Checksum${algorithm}` as const;
    const target = { Bucket: bucket, Key: key };
    const { UploadId } = await s3.client.send(
      new CreateMultipartUploadCommand({ ...target, ChecksumAlgorithm: algorithm }),
    );
    const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
    for (const [index, Body] of [part, tail].entries()) {
      const PartNumber = index + 1;
      const value = sum(Body).toString("base64");
      const sent = await s3.client.send(
        new UploadPartCommand({ ...target, UploadId, PartNumber, Body, [name]: value }),
      );
      expect(sent[name]).toBe(value);
      Parts.push({ PartNumber, ETag: sent.ETag });
    }
    const finish = (value: string) => {
      const input = { ...target, UploadId, MultipartUpload: { Parts }, [name]: value };
      return s3.client.send(new CompleteMultipartUploadCommand(input));
    };
    const whole = `${sum(sum(part), sum(tail)).toString("base64")}-2`;
    expect(await refusalOf(finish(`${sum(part).toString("base64")}-2`))).toEqual({ name: "BadDigest", status: 400 });
    expect(await finish(whole)).toMatchObject({ [name]: whole, ChecksumType: "COMPOSITE" });
    const head = await s3.client.send(new HeadObjectCommand({ ...target, ChecksumMode: "ENABLED" }));
    expect(head[name]).toBe(whole);
  });

  it("is asked of every part: one without it is refused at Complete", async () => {
    const target = { Bucket: bucket, Key: key };
    const { UploadId = "" } = await s3.client.send(
      new CreateMultipartUploadCommand({ ...target, ChecksumAlgorithm: "SHA256" }),
    );
    const ETag = await putPart(s3.client, { key, uploadId: UploadId, partNumber: 1 }, tail);
    expect(await refusalOf(complete(UploadId, [{ PartNumber: 1, ETag }]))).toEqual({
      name: "InvalidPart",
      status: 400,
    });
  });

  it("14: of the SDK's own default (CRC32 of every part, in a trailer) adds up to a composite one", async () => {
    const client = createClient(s3.url, { requestChecksumCalculation: "WHEN_SUPPORTED" });
    const target = { Bucket: bucket, Key: key };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...target, ChecksumAlgorithm: "CRC32" }));
    const Parts: { PartNumber: number; ETag?: string; ChecksumCRC32?: string }[] = [];
    for (const [index, Body] of [part, part, tail].entries()) {
      const PartNumber = index + 1;
      const sent = await client.send(new UploadPartCommand({ ...target, UploadId, PartNumber, Body }));
      Parts.push({ PartNumber, ETag: sent.ETag, ChecksumCRC32: sent.ChecksumCRC32 });
    }
    const finish = (list: object[]) =>
      client.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts: list } }));
    const spoiled = Parts.map((one) => ({ ...one, ChecksumCRC32: "AAAAAA==" }));
    expect(await refusalOf(finish(spoiled))).toMatchObject({ name: "InvalidPart" });
    const done = await finish(Parts);
    expect(done.ChecksumType).toBe("COMPOSITE");
    expect(done.ChecksumCRC32).toMatch(/^[\w+/]{6}==-3$/);
    const head = await client.send(new HeadObjectCommand({ ...target, ChecksumMode: "ENABLED" }));
    expect(head).toMatchObject({ ChecksumCRC32: done.ChecksumCRC32, ContentLength: 2 * part.length + tail.length });
  });
});
