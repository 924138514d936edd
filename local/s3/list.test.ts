import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { completeParts } from "./testing/complete-parts";
import { bucket, listData, mebibyte, refusalOf, sound, startTestS3, type TestS3 } from "./testing/s3-fixture";

let s3: TestS3;
beforeAll(async () => {
  s3 = await startTestS3();
});
afterAll(() => s3.close());

const put = (Key: string, fields: object = {}) =>
  s3.client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Key, ...fields }));
const head = (Key: string) => s3.client.send(new HeadObjectCommand({ Bucket: bucket, Key }));
const list = (fields: Partial<ListObjectsV2CommandInput>) =>
  s3.client.send(new ListObjectsV2Command({ Bucket: bucket, ...fields }));

async function listAllPages(fields: Partial<ListObjectsV2CommandInput>): Promise<string[]> {
  const found: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await list({ ...fields, ...(ContinuationToken ? { ContinuationToken } : {}) });
    found.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ""));
    found.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix ?? ""));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
  return found;
}

describe("28: a list", () => {
  const keys = [
    "l/a",
    "l/b/1",
    "l/b/2",
    "l/b.c",
    "l/b/3/x",
    "l/c",
    "l/é",
    "l/\u{1F3B5}",
    "l/\uFFFD",
    "l//double",
    "l/dir/",
  ];
  const inOrder = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  beforeAll(() => Promise.all([...keys, "m", "l"].map((key) => put(key))));

  it("pages through a prefix in the order of UTF-8 bytes", async () => {
    expect(await listAllPages({ Prefix: "l/", MaxKeys: 2 })).toEqual(inOrder);
    expect(await listAllPages({ Prefix: "l/b" })).toEqual(["l/b.c", "l/b/1", "l/b/2", "l/b/3/x"]);
    expect(await listAllPages({ StartAfter: "l/é" })).toEqual(["l/\uFFFD", "l/\u{1F3B5}", "m"]);
  });

  it("folds by delimiter, whatever the page size", async () => {
    const folded = ["l//", "l/a", "l/b.c", "l/b/", "l/c", "l/dir/", "l/é", "l/\uFFFD", "l/\u{1F3B5}"];
    for (const MaxKeys of [1, 2, 1000]) {
      const found = await listAllPages({ Prefix: "l/", Delimiter: "/", MaxKeys });
      expect(found.sort()).toEqual([...folded].sort());
    }
  });

  it("tells size and ETag, and keeps the older protocol", async () => {
    const { Contents } = await list({ Prefix: "m" });
    expect(Contents).toMatchObject([{ Key: "m", Size: 1, ETag: '"6f8f57715090da2632453988d9a1501b"' }]);
    const first = await s3.client.send(new ListObjectsCommand({ Bucket: bucket, Prefix: "l/b/", MaxKeys: 1 }));
    const second = await s3.client.send(
      new ListObjectsCommand({ Bucket: bucket, Prefix: "l/b/", Marker: first.NextMarker }),
    );
    expect([first, second].flatMap((page) => page.Contents?.map(({ Key }) => Key))).toEqual([
      "l/b/1",
      "l/b/2",
      "l/b/3/x",
    ]);
  });
});

it("29: keeps metadata and keys of any script, with spaces, plus signs and percent signs", async () => {
  const key = "späte Nacht/take + 1 & <2> 100% 'x' (y)*~/曲 🎵.wav";
  await put(key, { Metadata: { mood: "blue" }, ContentType: "audio/wav", CacheControl: "private" });
  expect(await head(key)).toMatchObject({
    Metadata: { mood: "blue" },
    ContentType: "audio/wav",
    CacheControl: "private",
  });
  expect(await listAllPages({ Prefix: "späte Nacht/" })).toEqual([key]);
  const encoded = await list({ Prefix: "späte Nacht/", EncodingType: "url" });
  expect(decodeURIComponent(encoded.Contents?.[0]?.Key ?? "")).toBe(key);
});

describe("30: copy and delete", () => {
  it("a copy shares the bytes and outlives its source", async () => {
    const body = sound(5 * mebibyte);
    await completeParts(s3.client, "copied/from ü", [body, body.subarray(0, 9)]);
    const CopySource = `${bucket}/${encodeURIComponent("copied/from ü")}`;
    await s3.client.send(new CopyObjectCommand({ Bucket: bucket, Key: "copied/to", CopySource }));
    await s3.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: "copied/from ü" }));
    const { Body, ContentType } = await s3.client.send(new GetObjectCommand({ Bucket: bucket, Key: "copied/to" }));
    const copied = Buffer.from((await Body?.transformToByteArray()) ?? []);
    expect([ContentType, copied.equals(Buffer.concat([body, body.subarray(0, 9)]))]).toEqual(["audio/wav", true]);
    const onItself = { Bucket: bucket, Key: "copied/to", CopySource: `${bucket}/copied/to` };
    expect(await refusalOf(s3.client.send(new CopyObjectCommand(onItself)))).toMatchObject({ name: "InvalidRequest" });
    const replaced = { ...onItself, MetadataDirective: "REPLACE" as const, ContentType: "audio/flac" };
    await s3.client.send(new CopyObjectCommand(replaced));
    expect(await head("copied/to")).toMatchObject({ ContentType: "audio/flac", ContentLength: body.length + 9 });
  });

  it("deleting is idempotent and leaves no byte and no folder", async () => {
    const before = await listData(s3.folder);
    await Promise.all(["d/1/2/3", "d/1/&<>", "d/x"].map((key) => put(key)));
    const Objects = [{ Key: "d/1/2/3" }, { Key: "d/1/&<>" }, { Key: "d/never" }];
    const { Deleted } = await s3.client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
    expect(Deleted?.map(({ Key }) => Key)).toEqual(["d/1/2/3", "d/1/&<>", "d/never"]);
    for (let time = 0; time < 2; time++) {
      await s3.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: "d/x" }));
    }
    expect(await refusalOf(head("d/1/2/3"))).toMatchObject({ status: 404 });
    // What an earlier reader was still reading may have gone as well.
    expect(before).toEqual(expect.arrayContaining(await listData(s3.folder)));
  });

  it("writers and removers of neighbouring keys do not trip over each other's folders", async () => {
    const work = Array.from({ length: 60 }, async (_, index) => {
      const key = `n/e/s/t/${index % 6}`;
      await put(key);
      await s3.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    });
    await Promise.all(work);
    expect(await listAllPages({ Prefix: "n/" })).toEqual([]);
  });
});
