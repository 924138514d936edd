import { GetObjectCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ChunkSignatures } from "./chunk-signature";
import { updateCrc32c } from "./crc32c.mjs";
import { type ChunkedPut, putChunked } from "./testing/chunked-client";
import { bucket, listData, refusalOf, sound, startTestS3, type TestS3 } from "./testing/s3-fixture";

let s3: TestS3;
beforeAll(async () => {
  s3 = await startTestS3();
});
afterAll(() => s3.close());

function crc32cOf(bytes: Buffer): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(updateCrc32c(0, bytes));
  return sum.toString("base64");
}

const chunks = [sound(70_000), sound(65_536), sound(17)];
const body = Buffer.concat(chunks);
const trailer = { name: "x-amz-checksum-crc32c", value: crc32cOf(body) };

describe("B143: a body in signed chunks", () => {
  it("is taken, with and without a trailer", async () => {
    for (const put of [
      { key: "plain", chunks },
      { key: "trailed", chunks, trailer },
    ] satisfies ChunkedPut[]) {
      expect((await putChunked(s3.url, put)).status).toBe(200);
      const { Body } = await s3.client.send(new GetObjectCommand({ Bucket: bucket, Key: put.key }));
      expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
    }
    const head = { Bucket: bucket, Key: "trailed", ChecksumMode: "ENABLED" as const };
    expect((await s3.client.send(new HeadObjectCommand(head))).ChecksumCRC32C).toBe(trailer.value);
  });

  const flip = (pieces: Buffer[], index: number) =>
    pieces.map((piece, at) => {
      const copy = Buffer.from(piece);
      if (at === index) copy[copy.length - 10] = (copy[copy.length - 10] ?? 0) ^ 1;
      return copy;
    });

  it.each<[string, Partial<ChunkedPut>, string]>([
    ["a flipped bit", { spoil: (pieces) => flip(pieces, 0) }, "SignatureDoesNotMatch"],
    ["two chunks exchanged", { spoil: ([a, b, ...rest]) => [b, a, ...rest] as Buffer[] }, "SignatureDoesNotMatch"],
    ["a chunk left out", { spoil: ([, ...rest]) => rest }, "SignatureDoesNotMatch"],
    ["a trailer signed by nobody", { trailer, spoil: (pieces) => flip(pieces, 4) }, "SignatureDoesNotMatch"],
    ["a trailer that is wrong", { trailer: { ...trailer, value: "AAAAAA==" } }, "BadDigest"],
    ["no signature in the chunk", { spoil: ([a, ...rest]) => [stripSignature(a), ...rest] }, "SignatureDoesNotMatch"],
    ["no end", { spoil: (pieces) => pieces.slice(0, -2) }, "IncompleteBody"],
  ])("with %s is refused and leaves nothing", async (_name, change, code) => {
    const before = await listData(s3.folder);
    const answer = await putChunked(s3.url, { key: "spoiled", chunks, ...change });
    expect(answer.body).toContain(`<Code>${code}</Code>`);
    expect(await refusalOf(s3.client.send(new HeadObjectCommand({ Bucket: bucket, Key: "spoiled" })))).toMatchObject({
      status: 404,
    });
    expect(await listData(s3.folder)).toEqual(before);
  });

  // The example of the API's reference: 65 KiB of "a" on 24 May 2013, and the signatures it gives.
  it("is signed as Amazon's own example is", () => {
    const signatures = new ChunkSignatures(
      {
        signingKey: Buffer.from("dbb893acc010964918f1fd433add87c70e8b0db6be30c1fbeafefa5ec6ba8378", "hex"),
        date: "20130524T000000Z",
        scope: "20130524/us-east-1/s3/aws4_request",
        signature: "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
      },
      false,
    );
    const check = (sizeBytes: number, signature: string) => {
      signatures.addBytes(Buffer.alloc(sizeBytes, "a"));
      signatures.checkChunk(signature);
    };
    check(65_536, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648");
    check(1024, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497");
    check(0, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9");
    expect(() => check(1, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9")).toThrow();
  });
});

function stripSignature(piece: Buffer | undefined): Buffer {
  return Buffer.from((piece ?? Buffer.alloc(0)).toString("latin1").replace(/;chunk-signature=\w+/, ""), "latin1");
}

// RFC 3720, B.4, and the check value of the catalogue of CRCs.
it.each([
  [Buffer.alloc(32), 0x8a9136aa],
  [Buffer.alloc(32, 0xff), 0x62a8ab43],
  [Buffer.from(Array.from({ length: 32 }, (_, at) => at)), 0x46dd794e],
  [Buffer.from(Array.from({ length: 32 }, (_, at) => 31 - at)), 0x113fdb5c],
  [Buffer.from("123456789"), 0xe3069283],
])("CRC-32C of the published example %#, in one go and byte by byte", (bytes, sum) => {
  expect(updateCrc32c(0, bytes)).toBe(sum);
  expect(bytes.reduce((before, byte) => updateCrc32c(before, Buffer.of(byte)), 0)).toBe(sum);
});
