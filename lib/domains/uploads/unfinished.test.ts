import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createId } from "@/lib/core/ids";
import {
  addMember,
  type Band,
  beginFile,
  createBand,
  createPerson,
  makeWav,
} from "@/lib/domains/projects/band.fixture";
import { deleteSong } from "@/lib/domains/songs/commands";
import { buildServices, type Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { beginUpload, cancelUpload, signUploadParts } from "./commands";
import { completeUpload } from "./finishing/commands";
import { readUnfinishedUploads, readUpload } from "./reads";
import { PART_SIZE_BYTES } from "./schema";

let stack: TestStack;
let services: Services;
let band: Band;
const wav = makeWav(0.5);
const long = Buffer.concat([wav, Buffer.alloc(PART_SIZE_BYTES)]);
const hashOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("base64");

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
  band = await createBand(services);
});
afterAll(() => stack.close());

const song = () => ({ projectId: band.projectId, songId: band.songId });
const at = (uploadId: string) => ({ ...song(), uploadId });

function beginHashed(bytes: Buffer) {
  const file = { fileName: "long.wav", sizeBytes: bytes.length, contentType: "audio/wav" };
  return beginUpload(services, band.editor, song(), { ...file, idempotencyKey: createId(), hashesParts: true });
}

async function sendPart(uploadId: string, number: number): Promise<Buffer> {
  const bytes = long.subarray((number - 1) * PART_SIZE_BYTES, number * PART_SIZE_BYTES);
  const { parts } = await signUploadParts(services, band.editor, at(uploadId), {
    parts: [{ number, sizeBytes: bytes.length, sha256: hashOf(bytes) }],
  });
  const { url, headers } = parts[0] ?? { url: "", headers: {} };
  const answer = await fetch(url, { method: "PUT", headers, body: new Uint8Array(bytes) });
  expect(answer.status).toBe(200);
  return bytes;
}

const listIds = async (person = band.editor) =>
  (await readUnfinishedUploads(services, person)).items.map((upload) => upload.id);

describe("unfinished uploads", () => {
  it("B254: are told to who began them and to nobody else, with what storage holds, until they end", async () => {
    const upload = await beginHashed(long);
    await sendPart(upload.id, 1);
    const { items } = await readUnfinishedUploads(services, band.editor);
    expect(items[0]).toMatchObject({
      ...{ id: upload.id, projectName: "Album", songName: "First song", fileName: "long.wav" },
      ...{ sizeBytes: long.length, storedBytes: PART_SIZE_BYTES },
    });
    for (const other of [band.owner, band.listener, band.stranger])
      expect(await listIds(other)).not.toContain(upload.id);
    await sendPart(upload.id, 2);
    expect((await completeUpload(services, band.editor, at(upload.id))).state).toBe("stored");
    const dropped = await beginFile(services, band.editor, song(), wav);
    expect(await listIds()).toContain(dropped.id);
    await cancelUpload(services, band.editor, at(dropped.id));
    expect(await listIds()).not.toContain(upload.id);
    expect(await listIds()).not.toContain(dropped.id);
  });

  it("B254: come with the parts' hashes as storage keeps them; a part without one is refused then", async () => {
    const upload = await beginHashed(long);
    const bytes = await sendPart(upload.id, 2);
    const seen = await readUpload(services, band.editor, at(upload.id));
    expect(seen.storedParts).toEqual([{ number: 2, sizeBytes: bytes.length, sha256: hashOf(bytes) }]);
    const bare = signUploadParts(services, band.editor, at(upload.id), {
      parts: [{ number: 1, sizeBytes: PART_SIZE_BYTES }],
    });
    await expect(bare).rejects.toMatchObject({ code: "invalid_input", fields: [{ field: "parts.0.sha256" }] });
  });

  it("B254: that expired, whose song is gone, or which one may no longer go on with, are not told", async () => {
    const expired = await beginFile(services, band.editor, song(), wav);
    stack.clock.advance(25 * 60 * 60_000);
    expect(await listIds()).not.toContain(expired.id);
    stack.clock.set(new Date());
    const other = await createBand(services);
    const gone = await beginFile(services, other.owner, other, wav);
    expect(await listIds(other.owner)).toEqual([gone.id]);
    await deleteSong(services, other.owner, other);
    expect(await listIds(other.owner)).toEqual([]);
    const guest = await createPerson(services, "Guest");
    await addMember(services, guest, { songId: band.songId }, "editor");
    const own = await beginFile(services, guest, song(), wav);
    expect(await listIds(guest)).toEqual([own.id]);
    await services.db.membership.updateMany({ where: { accountId: guest.accountId }, data: { role: "listener" } });
    expect(await listIds(guest)).toEqual([]);
  });

  it("B254: are told while storage is down, without what it holds", async () => {
    const upload = await beginFile(services, band.editor, song(), wav);
    const s3 = { ...stack.config.s3, endpoint: "http://127.0.0.1:9", publicEndpoint: "http://127.0.0.1:9" };
    const down = buildServices({ ...stack.config, s3 }, { clock: stack.clock, log: services.log });
    const { items } = await readUnfinishedUploads(down, band.editor);
    await down.close();
    expect(items.find((item) => item.id === upload.id)).toMatchObject({ storedBytes: null });
  });
});
