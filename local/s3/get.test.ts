import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, expect, it } from "vitest";
import { completeParts } from "./testing/complete-parts";
import {
  bucket,
  errorCode,
  listData,
  mebibyte,
  refusalOf,
  sound,
  startTestS3,
  type TestS3,
} from "./testing/s3-fixture";

let s3: TestS3;
const whole = sound(11 * mebibyte + 5);
const key = "take";
beforeAll(async () => {
  s3 = await startTestS3();
  await completeParts(s3.client, key, [whole.subarray(0, 6 * mebibyte), whole.subarray(6 * mebibyte)]);
});
afterAll(() => s3.close());

async function get(headers: Record<string, string> = {}, fields: object = {}): Promise<Response> {
  return fetch(await getSignedUrl(s3.client, new GetObjectCommand({ Bucket: bucket, Key: key, ...fields })), {
    headers,
  });
}

it.each([
  ["22: the first hundred bytes", "bytes=0-99", 0, 99],
  ["23: across a part boundary", `bytes=${6 * mebibyte - 10}-${6 * mebibyte + 9}`, 6 * mebibyte - 10, 6 * mebibyte + 9],
  ["24: open-ended", `bytes=${whole.length - 7}-`, whole.length - 7, whole.length - 1],
  ["24: suffix", "bytes=-12", whole.length - 12, whole.length - 1],
  ["a suffix longer than the object", `bytes=-${whole.length * 2}`, 0, whole.length - 1],
  ["an end beyond the object", `bytes=5-${whole.length * 2}`, 5, whole.length - 1],
])("%s", async (_name, range, first, last) => {
  const response = await get({ range });
  expect(response.status).toBe(206);
  expect(response.headers.get("content-range")).toBe(`bytes ${first}-${last}/${whole.length}`);
  expect(Buffer.from(await response.arrayBuffer()).equals(whole.subarray(first, last + 1))).toBe(true);
});

it("25: a range beyond the end is refused with the size", async () => {
  const response = await get({ range: `bytes=${whole.length}-` });
  expect(response.status).toBe(416);
  expect(response.headers.get("content-range")).toBe(`bytes */${whole.length}`);
  expect(await errorCode(response)).toBe("InvalidRange");
});

it("a range that makes no sense, several ranges and a stale If-Range get the whole", async () => {
  const stale: Record<string, string> = { range: "bytes=0-1", "if-range": '"old"' };
  for (const headers of [{ range: "bytes=9-3" }, { range: "bytes=0-1,4-5" }, stale]) {
    const response = await get(headers);
    expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([200, whole.length]);
  }
});

it("26: response-content-disposition names the file, an unencoded name is refused", async () => {
  const name = "attachment; filename=\"take.wav\"; filename*=UTF-8''Pr%C3%A9lude.wav";
  const response = await get({}, { ResponseContentDisposition: name, ResponseContentType: "audio/x-wav" });
  expect(response.headers.get("content-disposition")).toBe(name);
  expect(response.headers.get("content-type")).toBe("audio/x-wav");
  await response.arrayBuffer();
  const refused = await get({}, { ResponseContentDisposition: "attachment; filename=序曲.wav" });
  expect([refused.status, await errorCode(refused)]).toEqual([400, "InvalidArgument"]);
});

it("27: If-None-Match answers 304, If-Match 412", async () => {
  const { ETag = "" } = await s3.client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
  const same = await get({ "if-none-match": ETag });
  expect([same.status, await same.text()]).toEqual([304, ""]);
  expect((await get({ "if-modified-since": new Date(Date.now() + 5000).toUTCString() })).status).toBe(304);
  expect((await get({ "if-match": '"other"' })).status).toBe(412);
});

it("every body is fenced: no sniffing, no scripts", async () => {
  const response = await get({ range: "bytes=0-0" });
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(response.headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
  expect(response.headers.get("accept-ranges")).toBe("bytes");
  await response.arrayBuffer();
});

it("empty objects are whole too", async () => {
  await s3.client.send(new PutObjectCommand({ Bucket: bucket, Key: "empty", Body: "" }));
  const { Body, ContentLength } = await s3.client.send(new GetObjectCommand({ Bucket: bucket, Key: "empty" }));
  expect([ContentLength, await Body?.transformToString()]).toEqual([0, ""]);
  const url = await getSignedUrl(s3.client, new GetObjectCommand({ Bucket: bucket, Key: "empty" }));
  expect((await fetch(url, { headers: { range: "bytes=0-" } })).status).toBe(416);
});

it("a download goes on to its end while its object is overwritten, and then leaves nothing", async () => {
  const before = (await listData(s3.folder)).length;
  const running = await get();
  const reader = running.body?.getReader();
  const pieces = [await reader?.read()];
  await s3.client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: "new" }));
  while (!pieces.at(-1)?.done) pieces.push(await reader?.read());
  const read = Buffer.concat(pieces.flatMap((piece) => (piece?.value ? [piece.value] : [])));
  expect(read.equals(whole)).toBe(true);
  // The folder, its two parts and the result give way to one file.
  await expect.poll(async () => (await listData(s3.folder)).length).toBe(before - 3);
});

it("an object of many parts is read without a warning, and by many at once", async () => {
  const warnings: string[] = [];
  const listen = (warning: Error) => warnings.push(warning.name);
  process.on("warning", listen);
  const piece = sound(5 * mebibyte);
  await completeParts(
    s3.client,
    "many",
    Array.from({ length: 12 }, () => piece),
  );
  const url = await getSignedUrl(s3.client, new GetObjectCommand({ Bucket: bucket, Key: "many" }));
  const ranged = (first: number) =>
    fetch(url, { headers: { range: `bytes=${first}-${first + piece.length - 1}` } }).then((r) => r.arrayBuffer());
  const [all, ...ranges] = await Promise.all([fetch(url).then((r) => r.arrayBuffer()), ...[0, 1, 2, 3].map(ranged)]);
  process.off("warning", listen);
  expect(Buffer.from(all).equals(Buffer.concat(Array.from({ length: 12 }, () => piece)))).toBe(true);
  for (const [at, bytes] of ranges.entries()) {
    expect(Buffer.from(bytes).equals(Buffer.concat([piece, piece]).subarray(at, at + piece.length))).toBe(true);
  }
  expect(warnings).not.toContain("MaxListenersExceededWarning");
});

it("a download that is cut holds nothing back", async () => {
  const stop = new AbortController();
  await completeParts(s3.client, "cut", [whole.subarray(0, 6 * mebibyte)]);
  const url = await getSignedUrl(s3.client, new GetObjectCommand({ Bucket: bucket, Key: "cut" }));
  const response = await fetch(url, { signal: stop.signal });
  await response.body?.getReader().read();
  stop.abort();
  expect(await refusalOf(s3.client.send(new GetObjectCommand({ Bucket: bucket, Key: "none" })))).toMatchObject({
    status: 404,
  });
  expect(s3.reports).toEqual([]);
});
