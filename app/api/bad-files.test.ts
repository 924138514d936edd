import { request } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { createId } from "@/lib/core/ids";
import { makeWav } from "@/lib/domains/projects/band.fixture";
import type { SignedParts, UploadView } from "@/lib/domains/uploads/schema";
import { measureVersion } from "@/lib/domains/versions/analysis/commands";
import type { VersionView } from "@/lib/domains/versions/schema";
import { expectBadField, expectClean, expectProblem } from "@/lib/testing/answer-checks";
import type { World } from "@/lib/testing/api-case";
import { type ApiWorld, openApiWorld } from "@/lib/testing/api-world";
import type { RouteAnswer } from "@/lib/testing/call-route";

let api: ApiWorld;
let world: World;

beforeAll(async () => {
  api = await openApiWorld();
});
beforeEach(async () => {
  world = await api.createWorld();
});
afterAll(() => api.close());

const SONG = "/api/projects/[projectId]/songs/[songId]";
const UPLOAD = `${SONG}/uploads/[uploadId]`;
const wav = makeWav(1);

async function call(operation: string, params: Record<string, string> = {}, body?: unknown): Promise<RouteAnswer> {
  const { projectId, songId } = world.target;
  const { token } = api.actors.editor;
  const answer = await api.call(operation, { token, params: { projectId, songId, ...params }, body });
  expectClean(answer);
  return answer;
}

const begin = (file: object) =>
  call(
    `POST ${SONG}/uploads`,
    {},
    { fileName: "take.wav", sizeBytes: wav.length, idempotencyKey: createId(), ...file },
  );

async function signPart({ id, sizeBytes }: UploadView): Promise<SignedParts["parts"][number]> {
  const signed = await call(`POST ${UPLOAD}/parts`, { uploadId: id }, { parts: [{ number: 1, sizeBytes }] });
  const part = (signed.json as SignedParts).parts[0];
  if (!part) throw new Error("No part was signed.");
  return part;
}

async function send(upload: UploadView, bytes: Uint8Array): Promise<number> {
  const { url, headers } = await signPart(upload);
  return (await fetch(url, { method: "PUT", headers, body: new Uint8Array(bytes) })).status;
}

const complete = ({ id }: UploadView) => call(`POST ${UPLOAD}/complete`, { uploadId: id });
const readUpload = async ({ id }: UploadView) => (await call(`GET ${UPLOAD}`, { uploadId: id })).json as UploadView;
const readVersion = async (versionId: string) =>
  (await call(`GET ${SONG}/versions/[versionId]`, { versionId })).json as VersionView;
const countVersions = async () => ((await call(`GET ${SONG}`)).json as { versions: unknown[] }).versions.length;

/** Begins, sends and completes. */
async function upload(bytes: Uint8Array, fileName = "take.wav"): Promise<{ begun: UploadView; done: RouteAnswer }> {
  const begun = (await begin({ fileName, sizeBytes: bytes.length })).json as UploadView;
  expect(await send(begun, bytes)).toBe(200);
  return { begun, done: await complete(begun) };
}

describe("a file that can't be", () => {
  it("has no bytes, too many, or no whole number of them", async () => {
    for (const sizeBytes of [0, -1, 1.5, 2 ** 31 + 1, 1e308, Number.MAX_SAFE_INTEGER, "1000", null]) {
      expectBadField(await begin({ sizeBytes }), "sizeBytes");
    }
    expect(expectProblem(await begin({ sizeBytes: 0 })).detail).toMatch(/empty/);
    expect(expectProblem(await begin({ sizeBytes: 3 * 2 ** 30 })).detail).toMatch(/2 GB/);
    expectBadField(await begin({ fileName: "" }), "fileName");
    expectBadField(await begin({ fileName: "x".repeat(501) }), "fileName");
  });

  it("has parts beyond its own, or of another size", async () => {
    const begun = (await begin({})).json as UploadView;
    const sign = (parts: unknown) => call(`POST ${UPLOAD}/parts`, { uploadId: begun.id }, { parts });
    for (const parts of [
      ...[[], [{ number: 2, sizeBytes: 1 }], [{ number: 0, sizeBytes: 1 }], [{ number: 1, sizeBytes: wav.length + 1 }]],
      ...[[{ number: 1, sizeBytes: wav.length, sha256: "x" }], Array(17).fill({ number: 1, sizeBytes: wav.length })],
    ]) {
      expectBadField(await sign(parts), "parts");
    }
  });
});

describe("bytes that are not what was announced", () => {
  it("that are no sound end visibly, and leave neither a version nor an object", async () => {
    const before = await countVersions();
    const corpus = [
      "just some text\n".repeat(50),
      "<html><script>1</script></html>",
      "MZ\u0090",
      "RIFF",
      "\u0000".repeat(99),
    ];
    for (const text of corpus) {
      const { begun, done } = await upload(Buffer.from(text), "song.wav");
      expect(expectProblem(done)).toMatchObject({ status: 400, reason: "not_audio" });
      const seen = await readUpload(begun);
      expect(seen).toMatchObject({ state: "rejected", reason: "not_audio", version: null });
      expect(seen.message).toMatch(/WAV/);
      expect(expectProblem(await complete(begun)).reason).toBe("not_audio");
      const row = await world.services.db.upload.findUniqueOrThrow({ where: { id: begun.id } });
      expect(await world.services.storage.head(row.objectKey)).toBeNull();
    }
    expect(await countVersions()).toBe(before);
  });

  it("that are one too many are refused by storage", async () => {
    const begun = (await begin({})).json as UploadView;
    expect(await send(begun, Buffer.concat([wav, Buffer.alloc(1)]))).toBeGreaterThanOrEqual(400);
    expect((await readUpload(begun)).storedParts).toEqual([]);
  });

  it.each([
    ["a header alone", wav.subarray(0, 44)],
    ["a header without a sound", Buffer.concat([wav.subarray(0, 12), Buffer.alloc(400)])],
    ["a file cut within its header", wav.subarray(0, 30)],
  ])("%s becomes a version that says why it failed, and can be tried again", async (_, bytes) => {
    const { done } = await upload(bytes);
    const versionId = (done.json as UploadView).version?.id ?? "";
    await expect(measureVersion(world.services, systemScope, { versionId })).rejects.toMatchObject({
      name: "AppError",
    });
    const { analysis } = await readVersion(versionId);
    expect(analysis).toMatchObject({ state: "failed", facts: null, hasPeaks: false });
    expect(analysis.reason).toMatch(/^[a-z_]+$/);
    expect(analysis.message).toMatch(/^[A-Z].{20,}\.$/);
    const retried = await call(`POST ${SONG}/versions/[versionId]/retry`, { versionId });
    expect(retried.json).toMatchObject({ analysis: { state: "waiting", reason: null, message: null } });
    const bytesAgain = await call(`GET ${SONG}/versions/[versionId]/download`, { versionId });
    const kept = await fetch(bytesAgain.headers.get("location") ?? "");
    expect(Buffer.from(await kept.arrayBuffer())).toEqual(Buffer.from(bytes));
  });

  it("a sound whose end is missing is never shown as whole", async () => {
    const { done } = await upload(wav.subarray(0, Math.floor(wav.length * 0.4)));
    const versionId = (done.json as UploadView).version?.id ?? "";
    await expect(measureVersion(world.services, systemScope, { versionId })).rejects.toMatchObject({
      reason: "truncated",
    });
    const { analysis, durationSec } = await readVersion(versionId);
    expect(analysis).toMatchObject({ state: "failed", reason: "truncated", facts: null });
    expect(analysis.message).toMatch(/upload the whole file/);
    expect(durationSec).toBeNull();
  });
});

describe("a connection that is cut at 60 % of a part", () => {
  it("leaves nothing half-visible, names the part, and goes on when the part is sent again", async () => {
    const before = await countVersions();
    const begun = (await begin({})).json as UploadView;
    await sendAndCut(await signPart(begun), wav, 0.6);
    expect((await readUpload(begun)).storedParts).toEqual([]);
    const early = await complete(begun);
    expect(expectProblem(early)).toMatchObject({
      status: 409,
      reason: "parts_missing",
      fields: [{ field: "parts.1" }],
    });
    expect(await countVersions()).toBe(before);
    expect((await readUpload(begun)).state).toBe("open");

    expect(await send(begun, wav)).toBe(200);
    const [first, second] = await Promise.all([complete(begun), complete(begun)]);
    expect(first.json).toEqual(second.json);
    expect(first.json).toMatchObject({ state: "stored" });
    expect(await countVersions()).toBe(before + 1);
  });

  function sendAndCut(part: SignedParts["parts"][number], bytes: Buffer, share: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const headers = { ...part.headers, "content-length": String(bytes.length) };
      const put = request(part.url, { method: "PUT", headers }, () => reject(new Error("A cut part was answered.")));
      put.on("close", resolve);
      // Its own cut comes back as an error, which is what is wanted here.
      put.on("error", () => resolve());
      put.write(bytes.subarray(0, Math.floor(bytes.length * share)), () => put.destroy());
    });
  }
});

describe("a file's name", () => {
  const NAMES = [
    ...[
      "../../x.wav",
      "..\\..\\x.wav",
      "/etc/passwd",
      "C:\\take.wav",
      "🎸 𝄋.wav",
      "שיר חדש.wav",
      "take.wav",
      "take.wav",
    ],
    ...[
      `${"x".repeat(496)}.wav`,
      'a "quoted"; name=x.wav',
      "line\r\nSet-Cookie: x=1.wav",
      "%2e%2e%2fx.wav",
      "a'b*c.wav",
    ],
  ];

  it("is never part of a key, and comes back with the download alone", async () => {
    const keys = new Set<string>();
    for (const fileName of NAMES) {
      const { begun, done } = await upload(wav, fileName);
      expect((done.json as UploadView).fileName).toBe(fileName);
      const { objectKey } = await world.services.db.upload.findUniqueOrThrow({ where: { id: begun.id } });
      expect(objectKey).toMatch(/^projects\/[0-9a-f-]{36}\/songs\/[0-9a-f-]{36}\/uploads\/[0-9a-f-]{36}\/source$/);
      keys.add(objectKey);
      const versionId = (done.json as UploadView).version?.id ?? "";
      const redirect = await call(`GET ${SONG}/versions/[versionId]/download`, { versionId });
      expect(redirect.headers.get("cache-control")).toBe("no-store");
      const got = await fetch(redirect.headers.get("location") ?? "");
      expect(got.status, fileName).toBe(200);
      expect(got.headers.get("set-cookie")).toBeNull();
      expect(readFileName(got.headers.get("content-disposition") ?? "")).toBe(fileName);
    }
    expect(keys.size).toBe(NAMES.length);
  });

  /** RFC 6266: `filename*` is what a browser takes. */
  function readFileName(disposition: string): string {
    expect(disposition).toMatch(/^attachment; /);
    return decodeURIComponent(/filename\*=UTF-8''([^;]+)/.exec(disposition)?.[1] ?? "");
  }
});
