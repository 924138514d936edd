import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  GetBucketLifecycleConfigurationCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import {
  bucket,
  createClient,
  credentials,
  errorCode,
  mebibyte,
  origin,
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
  await s3.client.send(new PutObjectCommand({ Bucket: bucket, Key: "song", Body: "la" }));
});
afterAll(() => s3.close());

describe("CORS", () => {
  const preflight = (headers: Record<string, string>) =>
    fetch(`${s3.url}/${bucket}/song`, { method: "OPTIONS", headers: { origin, ...headers } });

  it("31: lets a page of the app put parts and read ETags", async () => {
    const response = await preflight({
      "access-control-request-method": "PUT",
      "access-control-request-headers": "content-type,x-amz-checksum-sha256",
    });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-origin")).toBe(origin);
    expect(response.headers.get("access-control-allow-headers")).toContain("x-amz-checksum-sha256");
    const url = await getSignedUrl(s3.client, new GetObjectCommand({ Bucket: bucket, Key: "song" }));
    const got = await fetch(url, { headers: { origin } });
    expect(got.headers.get("access-control-expose-headers")).toContain("ETag");
  });

  it("32: refuses a foreign origin, a method and a header outside the rule", async () => {
    const method = { "access-control-request-method": "PUT" };
    const foreign = await preflight({ ...method, origin: "http://evil.example" });
    expect([foreign.status, foreign.headers.get("access-control-allow-origin")]).toEqual([403, null]);
    expect((await preflight({ "access-control-request-method": "DELETE" })).status).toBe(403);
    expect((await preflight({ ...method, "access-control-request-headers": "x-amz-acl" })).status).toBe(403);
  });

  it("lets the app's page read why it was refused", async () => {
    const body = sound(2 * mebibyte);
    const url = await presignPut(s3.client, { Key: "long", ContentLength: 3, ContentType: "audio/wav" });
    const response = await putBytes(url, body, { "content-type": "audio/wav", origin });
    expect(response.status).toBe(403);
    expect(response.headers.get("access-control-allow-origin")).toBe(origin);
    expect(await errorCode(response)).toBe("SignatureDoesNotMatch");
  });
});

describe("a signature", () => {
  it("7: is asked of every reader and writer", async () => {
    const got = await fetch(`${s3.url}/${bucket}/song`);
    expect([got.status, await errorCode(got)]).toEqual([403, "AccessDenied"]);
    expect((await putBytes(`${s3.url}/${bucket}/song`, "mine")).status).toBe(403);
    expect((await fetch(s3.url)).status).toBe(403);
  });

  it("must be made with our key, for our region, and near our time", async () => {
    const read = (client: TestS3["client"]) => client.send(new GetObjectCommand({ Bucket: bucket, Key: "song" }));
    const wrongSecret = createClient(s3.url, { credentials: { ...credentials, secretAccessKey: "guess" } });
    expect(await refusalOf(read(wrongSecret))).toMatchObject({ name: "SignatureDoesNotMatch" });
    const stranger = createClient(s3.url, { credentials: { ...credentials, accessKeyId: "someone" } });
    expect(await refusalOf(read(stranger))).toMatchObject({ name: "InvalidAccessKeyId" });
    const elsewhere = createClient(s3.url, { region: "eu-west-1" });
    expect(await refusalOf(read(elsewhere))).toMatchObject({ name: "AuthorizationHeaderMalformed" });
    const slow = createClient(s3.url, { systemClockOffset: -20 * 60_000 });
    expect(await refusalOf(read(slow))).toMatchObject({ name: "RequestTimeTooSkewed", status: 403 });
  });

  it("covers every x-amz header: none can be added to a presigned URL", async () => {
    const url = await getSignedUrl(s3.client, new PutObjectCommand({ Bucket: bucket, Key: "added" }));
    const response = await putBytes(url, "x", { "x-amz-copy-source": `/${bucket}/song` });
    expect([response.status, await errorCode(response)]).toEqual([403, "AccessDenied"]);
  });
});

it("33: keys that climb stay inside, byte for byte", async () => {
  const around = await mkdtemp(path.join(tmpdir(), "segno-s3-around-"));
  const inner = await startTestS3({ folder: path.join(around, "s3") });
  onTestFinished(async () => {
    await inner.close();
    await rm(around, { recursive: true, force: true });
  });
  for (const Key of ["../../../escape", "a/../../b", "..", "./c", "a//b", "/lead", "C:\\x\\..\\y"]) {
    const url = await presignPut(inner.client, { Key, ContentType: "text/plain", ContentLength: 2 });
    // `fetch` would resolve the dots; they travel percent-encoded.
    const raw = url.replace(/\/\.\.(?=[/?])/g, "/%2E%2E").replace(/\/\.(?=[/?])/g, "/%2E");
    const status = (await putBytes(raw, "in", { "content-type": "text/plain" })).status;
    if (status === 200) continue;
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  }
  const stored = await inner.client.send(new ListObjectsV2Command({ Bucket: bucket }));
  expect(stored.Contents?.map(({ Key }) => Key)).toContain("a//b");
  expect(await readdir(around)).toEqual(["s3"]);
  const rest = (await readdir(inner.folder)).filter((name) => !/^writer-\d+-[0-9a-f]+\.lock$/.test(name));
  expect(rest).toEqual([bucket]);
});

it("never follows a symbolic link, neither to read nor to write", async () => {
  const outside = await mkdtemp(path.join(tmpdir(), "segno-outside-"));
  const objects = path.join(s3.folder, bucket, "objects");
  await writeFile(
    path.join(outside, "secret~"),
    JSON.stringify({ id: "x", key: "secret", extents: [], sizeBytes: 0, etag: "" }),
  );
  await symlink(outside, path.join(objects, "linked"));
  await mkdir(path.join(objects, "real"), { recursive: true });
  await symlink(path.join(outside, "secret~"), path.join(objects, "real", "secret~"));
  const read = (Key: string) => s3.client.send(new GetObjectCommand({ Bucket: bucket, Key }));
  expect(await refusalOf(read("linked/secret"))).toMatchObject({ name: "AccessDenied", status: 403 });
  expect(await refusalOf(read("real/secret"))).toMatchObject({ status: 403 });
  const write = new PutObjectCommand({ Bucket: bucket, Key: "linked/new", Body: "x" });
  expect(await refusalOf(s3.client.send(write))).toMatchObject({ status: 403 });
  expect(await readdir(outside)).toEqual(["secret~"]);
  const { Contents } = await s3.client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: "linked/" }));
  expect(Contents ?? []).toEqual([]);
  await rm(outside, { recursive: true });
});

it("refuses a form with a POST policy in words of its own, signed or not", async () => {
  const form = new FormData();
  for (const [name, value] of [
    ["key", "song"],
    ["policy", "e30="],
    ["file", "mine"],
  ] as const)
    form.set(name, value);
  const response = await fetch(`${s3.url}/${bucket}`, { method: "POST", body: form });
  expect([response.status, await errorCode(response)]).toEqual([501, "NotImplemented"]);
});

it("tells the rule by which it ends uploads, and takes no other", async () => {
  const { Rules } = await s3.client.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }));
  expect(Rules).toMatchObject([{ Status: "Enabled", AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }]);
  const put = new PutBucketLifecycleConfigurationCommand({ Bucket: bucket, LifecycleConfiguration: { Rules } });
  expect(await refusalOf(s3.client.send(put))).toEqual({ name: "NotImplemented", status: 501 });
});

it("refuses what it does not do, and never mistakes it for something else", async () => {
  const url = await getSignedUrl(s3.client, new PutObjectCommand({ Bucket: bucket, Key: "song", Tagging: "a=b" }));
  expect((await putBytes(url, "tags")).status).toBe(501);
  const { Body } = await s3.client.send(new GetObjectCommand({ Bucket: bucket, Key: "song" }));
  expect(await Body?.transformToString()).toBe("la");
  expect(await refusalOf(s3.client.send(new GetObjectCommand({ Bucket: "nobody", Key: "x" })))).toMatchObject({
    name: "NoSuchBucket",
  });
  const long = new PutObjectCommand({ Bucket: bucket, Key: "k".repeat(1100), Body: "x" });
  expect(await refusalOf(s3.client.send(long))).toMatchObject({ name: "KeyTooLongError", status: 400 });
  const bell = new PutObjectCommand({ Bucket: bucket, Key: "a\u0007b", Body: "x" });
  expect(await refusalOf(s3.client.send(bell))).toMatchObject({ status: 400 });
});
