import http from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createId } from "@/lib/core/ids";
import {
  type Band,
  beginFile,
  createBand,
  createPerson,
  makeWav,
  sendParts,
  uploadFile,
} from "@/lib/domains/projects/band.fixture";
import { deleteSong } from "@/lib/domains/songs/commands";
import { readSong } from "@/lib/domains/songs/reads";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { beginUpload, cancelUpload, signUploadParts } from "./commands";
import { completeUpload } from "./finishing/commands";
import { readUpload } from "./reads";
import { PART_SIZE_BYTES } from "./schema";

let stack: TestStack;
let services: Services;
let band: Band;
const wav = makeWav(0.5);

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
  band = await createBand(services);
});
afterAll(() => stack.close());

const song = () => ({ projectId: band.projectId, songId: band.songId });
const at = (uploadId: string) => ({ ...song(), uploadId });

/** Announces the whole part, sends some of it and lets the line go. */
async function sendHalf(url: string): Promise<void> {
  const request = http.request(url, { method: "PUT", headers: { "content-length": wav.length } });
  const closed = new Promise((resolve) => request.on("close", resolve));
  request.on("error", () => undefined);
  request.write(wav.subarray(0, 1000), () => request.destroy());
  await closed;
}

describe("an upload", () => {
  it("B5, B10, B13, B15: brings bytes to storage and makes a version that is named in the answer", async () => {
    const first = await uploadFile(services, band.editor, song(), wav, "mix.wav");
    const second = await uploadFile(services, band.editor, song(), wav, "mix.wav");
    expect(first.state).toBe("stored");
    expect(first.version).toMatchObject({ songName: "First song", projectName: "Album" });
    expect(second.version?.number).toBe((first.version?.number ?? 0) + 1);
    const view = await readSong(services, band.listener, song());
    expect(view.versions[0]).toMatchObject({
      fileName: "mix.wav",
      analysis: { state: "waiting" },
      contentType: "audio/wav",
    });
  });

  it("B8: keeps the file's name out of the key", async () => {
    const upload = await beginFile(services, band.editor, song(), wav, "../../Ünïcode 𝄋 name.wav");
    const row = await services.db.upload.findUniqueOrThrow({ where: { id: upload.id } });
    expect(row.objectKey).toBe(`projects/${band.projectId}/songs/${band.songId}/uploads/${upload.id}/source`);
  });

  it("B56, B68: writes the event for the queue in the same transaction, one a version", async () => {
    const { version } = await uploadFile(services, band.editor, song(), wav);
    const rows = await services.db.outbox.findMany({ where: { data: { path: ["versionId"], equals: version?.id } } });
    expect(rows).toHaveLength(1);
  });

  it("keeps a storage's own id of any length, and signs with all of it", async () => {
    const upload = await beginFile(services, band.editor, song(), wav);
    const storageId = "AB+/=".repeat(300);
    await services.db.upload.update({ where: { id: upload.id }, data: { storageId } });
    const parts = [{ number: 1, sizeBytes: wav.length }];
    const signed = await signUploadParts(services, band.editor, at(upload.id), { parts });
    expect(new URL(signed.parts[0]?.url ?? "").searchParams.get("uploadId")).toBe(storageId);
  });

  it("B17: answers one upload for one key, even twenty times at once", async () => {
    const input = { fileName: "a.wav", sizeBytes: wav.length, contentType: "audio/wav", idempotencyKey: createId() };
    const begin = () => beginUpload(services, band.editor, song(), input);
    const begun = await Promise.all(Array.from({ length: 20 }, begin));
    expect(new Set(begun.map((upload) => upload.id)).size).toBe(1);
    expect(begun.every((upload) => upload.state === "open")).toBe(true);
    const prefix = `projects/${band.projectId}/songs/${band.songId}/uploads/${begun[0]?.id}/`;
    expect(await services.storage.listMultiparts(prefix)).toHaveLength(1);
    const other = { ...input, sizeBytes: 5 };
    await expect(beginUpload(services, band.editor, song(), other)).rejects.toMatchObject({ reason: "key_used" });
  });

  it("B17: two tabs that complete at once get the same answer and one version", async () => {
    const before = (await readSong(services, band.owner, song())).versions.length;
    const upload = await beginFile(services, band.editor, song(), wav);
    await sendParts(services, band.editor, upload, wav);
    const complete = () => completeUpload(services, band.editor, at(upload.id));
    const answers = await Promise.all([complete(), complete(), complete(), complete()]);
    const again = await complete();
    for (const answer of answers) expect(answer).toEqual(again);
    expect((await readSong(services, band.owner, song())).versions).toHaveLength(before + 1);
  });

  it("B13: is refused while parts are missing, naming them", async () => {
    const bytes = Buffer.concat([wav, Buffer.alloc(PART_SIZE_BYTES)]);
    const upload = await beginFile(services, band.editor, song(), bytes);
    const { parts } = await signUploadParts(services, band.editor, at(upload.id), {
      parts: [{ number: 1, sizeBytes: PART_SIZE_BYTES }],
    });
    await fetch(parts[0]?.url ?? "", { method: "PUT", body: new Uint8Array(bytes.subarray(0, PART_SIZE_BYTES)) });
    const seen = await readUpload(services, band.editor, at(upload.id));
    expect(seen.storedParts).toEqual([{ number: 1, sizeBytes: PART_SIZE_BYTES, sha256: null }]);
    const refused = completeUpload(services, band.editor, at(upload.id));
    await expect(refused).rejects.toMatchObject({
      code: "conflict",
      reason: "parts_missing",
      fields: [{ field: "parts.2" }],
    });
  });

  it("B11: signs a part for its exact length and nothing else", async () => {
    const upload = await beginFile(services, band.editor, song(), wav);
    const sign = (number: number, sizeBytes: number) =>
      signUploadParts(services, band.editor, at(upload.id), { parts: [{ number, sizeBytes }] });
    await expect(sign(1, wav.length + 1)).rejects.toMatchObject({ fields: [{ field: "parts.0.sizeBytes" }] });
    await expect(sign(2, 5)).rejects.toMatchObject({ fields: [{ field: "parts.0.number" }] });
    const { parts } = await sign(1, wav.length);
    const longer = await fetch(parts[0]?.url ?? "", { method: "PUT", body: new Uint8Array(wav.length + 1) });
    expect(longer.status).toBe(403);
    expect(new URL(parts[0]?.url ?? "").searchParams.get("X-Amz-Expires")).toBe("900");
  });

  it("refuses text that calls itself WAV, says why, and keeps nothing of it", async () => {
    const text = Buffer.from("these are the lyrics, not the song");
    const upload = await beginFile(services, band.editor, song(), text);
    await sendParts(services, band.editor, upload, text);
    const complete = () => completeUpload(services, band.editor, at(upload.id));
    await expect(complete()).rejects.toMatchObject({ code: "invalid_input", reason: "not_audio" });
    await expect(complete()).rejects.toMatchObject({ reason: "not_audio" });
    const seen = await readUpload(services, band.editor, at(upload.id));
    expect(seen).toMatchObject({ state: "rejected", reason: "not_audio", version: null });
    const row = await services.db.upload.findUniqueOrThrow({ where: { id: upload.id } });
    expect(await services.storage.head(row.objectKey)).toBeNull();
  });

  it("B20: goes on after a cut part, which leaves nothing", async () => {
    const upload = await beginFile(services, band.editor, song(), wav);
    const { parts } = await signUploadParts(services, band.editor, at(upload.id), {
      parts: [{ number: 1, sizeBytes: wav.length }],
    });
    await sendHalf(parts[0]?.url ?? "");
    expect((await readUpload(services, band.editor, at(upload.id))).storedParts).toEqual([]);
    await sendParts(services, band.editor, upload, wav);
    expect((await completeUpload(services, band.editor, at(upload.id))).state).toBe("stored");
  });

  it("belongs to who began it: others and strangers find nothing, weak roles may not begin", async () => {
    const upload = await beginFile(services, band.editor, song(), wav);
    await expect(readUpload(services, band.owner, at(upload.id))).rejects.toMatchObject({ code: "not_found" });
    await expect(readUpload(services, band.stranger, at(upload.id))).rejects.toMatchObject({ code: "not_found" });
    await expect(completeUpload(services, band.owner, at(upload.id))).rejects.toMatchObject({ code: "not_found" });
    await expect(beginFile(services, band.listener, song(), wav)).rejects.toMatchObject({ code: "forbidden" });
    await expect(beginFile(services, band.commenter, song(), wav)).rejects.toMatchObject({ code: "forbidden" });
    const unverified = await createPerson(services, "Una", false);
    await expect(beginFile(services, unverified, song(), wav)).rejects.toMatchObject({ reason: "unverified" });
  });

  it("checks the right again at every call", async () => {
    const leaving = await createPerson(services, "Leaving");
    const { id } = await services.db.membership.create({
      data: { accountId: leaving.accountId, projectId: band.projectId, role: "editor" },
    });
    const upload = await beginFile(services, leaving, song(), wav);
    await services.db.membership.update({ where: { id }, data: { role: "listener" } });
    const sign = () => sendParts(services, leaving, upload, wav);
    await expect(sign()).rejects.toMatchObject({ code: "forbidden" });
    await services.db.membership.delete({ where: { id } });
    await expect(sign()).rejects.toMatchObject({ code: "not_found" });
  });

  it("is cancelled twice without harm, and takes no parts after", async () => {
    const upload = await beginFile(services, band.editor, song(), wav);
    await cancelUpload(services, band.editor, at(upload.id));
    await cancelUpload(services, band.owner, at(upload.id));
    await expect(sendParts(services, band.editor, upload, wav)).rejects.toMatchObject({ code: "gone" });
    await expect(completeUpload(services, band.editor, at(upload.id))).rejects.toMatchObject({ code: "gone" });
    const stored = await uploadFile(services, band.editor, song(), wav);
    await expect(cancelUpload(services, band.editor, at(stored.id))).rejects.toMatchObject({ reason: "upload_stored" });
  });

  it("into a song deleted meanwhile is a conflict, not a version", async () => {
    const other = await createBand(services);
    const upload = await beginFile(services, other.owner, other, wav);
    await sendParts(services, other.owner, upload, wav);
    await deleteSong(services, other.owner, other);
    const target = { projectId: other.projectId, songId: other.songId, uploadId: upload.id };
    await expect(completeUpload(services, other.owner, target)).rejects.toMatchObject({ reason: "song_deleted" });
    expect(await services.db.version.count({ where: { songId: other.songId } })).toBe(0);
  });
});

describe("versions of a song", () => {
  it("B19: are numbered without holes or doubles when many arrive at once", async () => {
    const fresh = await createBand(services);
    const uploads = await Promise.all(
      Array.from({ length: 6 }, () => uploadFile(services, fresh.owner, { ...fresh }, wav)),
    );
    expect(uploads.map((upload) => upload.version?.number).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    const seqs = await services.db.songEvent.findMany({ where: { songId: fresh.songId }, orderBy: { seq: "asc" } });
    expect(seqs.map((event) => event.seq)).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
