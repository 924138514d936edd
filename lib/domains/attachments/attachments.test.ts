import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { createId } from "@/lib/core/ids";
import { DELETED_KEPT_MS } from "@/lib/core/kept-deleted";
import { type Band, createBand, makeWav, sendParts, uploadFile } from "@/lib/domains/projects/band.fixture";
import { deleteSong } from "@/lib/domains/songs/commands";
import { readSong } from "@/lib/domains/songs/reads";
import { restore } from "@/lib/domains/trash/commands";
import { readTrash } from "@/lib/domains/trash/reads";
import { beginUpload } from "@/lib/domains/uploads/commands";
import { completeUpload } from "@/lib/domains/uploads/finishing/commands";
import { purgeDeleted } from "@/lib/domains/uploads/purging/commands";
import type { UploadView } from "@/lib/domains/uploads/schema";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { deleteAttachment, renameAttachment } from "./commands";
import { readAttachments, signAttachment } from "./reads";

let stack: TestStack;
let services: Services;
let band: Band;

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
});
afterAll(() => stack.close());
beforeEach(async () => {
  band = await createBand(services);
  // A song that holds nothing goes with an upload that ends.
  await uploadFile(services, band.editor, band, makeWav(0.1));
});

type Person = Band["owner"];
const PDF = Buffer.from("%PDF-1.7\n1 0 obj\n");

async function send(bytes: Buffer, fileName: string, person: Person = band.editor): Promise<UploadView> {
  const file = { fileName, sizeBytes: bytes.length, contentType: "text/html", purpose: "attachment" as const };
  const upload = await beginUpload(services, person, band, { ...file, idempotencyKey: createId() });
  await sendParts(services, person, upload, bytes);
  return upload;
}
const complete = (upload: UploadView, person: Person = band.editor) =>
  completeUpload(services, person, { ...band, uploadId: upload.id });
const bring = async (bytes: Buffer, name: string) => complete(await send(bytes, name));
const list = async (person: Person = band.listener) => (await readAttachments(services, person, band)).items;
const at = (attachmentId = "") => ({ projectId: band.projectId, songId: band.songId, attachmentId });

describe("B304: files that go with a song", () => {
  it("come by upload, show what their content is, and are given under their own name and type", async () => {
    const upload = await bring(PDF, "../Lyrics „Über“ 𝄋.pdf");
    expect(upload).toMatchObject({ state: "stored", purpose: "attachment", version: null });
    expect(upload.attachment).toMatchObject({ songName: "First song", projectName: "Album" });
    const [item] = await list();
    expect(item).toMatchObject({ name: "../Lyrics „Über“ 𝄋.pdf", kind: "PDF", sizeBytes: PDF.length });
    const answer = await fetch(await signAttachment(services, band.listener, at(item?.id)));
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(PDF);
    expect(answer.headers.get("content-type")).toBe("application/pdf");
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment;/);
    expect((await readSong(services, band.listener, band)).versions).toHaveLength(1);
    expect(await services.db.outbox.count({ where: { data: { path: ["uploadId"], equals: upload.id } } })).toBe(0);
  });

  it("are one each, however often and at once they are completed", async () => {
    const upload = await send(makeWav(0.1), "Bass.wav");
    const answers = await Promise.all([1, 2, 3, 4].map(() => complete(upload)));
    expect(new Set(answers.map(({ attachment }) => attachment?.id)).size).toBe(1);
    expect(await list()).toHaveLength(1);
    const events = await services.db.songEvent.findMany({ where: { songId: band.songId, type: "attachment.created" } });
    expect(events).toHaveLength(1);
  });

  it("are refused, and leave nothing, when a song keeps no such thing", async () => {
    const page = await send(Buffer.from("<html>"), "Lyrics.pdf");
    await expect(complete(page)).rejects.toMatchObject({ code: "invalid_input", reason: "not_attachment" });
    await expect(complete(page)).rejects.toMatchObject({ reason: "not_attachment" });
    const locked = Buffer.from("PK\u0003\u0004\u0014\u0000\u0001\u0000", "latin1");
    await expect(bring(locked, "Stems.zip")).rejects.toMatchObject({ reason: "encrypted_zip" });
    expect(await list()).toEqual([]);
    const row = await services.db.upload.findUniqueOrThrow({ where: { id: page.id } });
    expect(await services.storage.head(row.objectKey)).toBeNull();
  });

  it("a take that is none is still refused, also when a song would keep it as a file", async () => {
    await expect(uploadFile(services, band.editor, band, PDF)).rejects.toMatchObject({ reason: "not_audio" });
  });

  it("one key is one purpose", async () => {
    const idempotencyKey = createId();
    const file = { fileName: "a.wav", sizeBytes: 10, contentType: "audio/wav", idempotencyKey };
    await beginUpload(services, band.editor, band, { ...file, purpose: "attachment" });
    await expect(beginUpload(services, band.editor, band, file)).rejects.toMatchObject({ reason: "key_used" });
  });

  it("are told that the song was deleted meanwhile", async () => {
    const upload = await send(PDF, "Lyrics.pdf");
    await deleteSong(services, band.owner, band);
    await expect(complete(upload)).rejects.toMatchObject({ reason: "song_deleted" });
    expect(await services.db.attachment.count({ where: { songId: band.songId } })).toBe(0);
  });

  it("are renamed and deleted by who may, wait in the trash, and go with it", async () => {
    const { attachment } = await bring(PDF, "Lyrics.pdf");
    const target = at(attachment?.id);
    expect(await renameAttachment(services, band.editor, target, { name: "Words.pdf" })).toMatchObject({
      name: "Words.pdf",
    });
    for (const person of [band.commenter, band.stranger]) {
      await expect(deleteAttachment(services, person, target)).rejects.toMatchObject({
        code: person === band.stranger ? "not_found" : "forbidden",
      });
    }
    await deleteAttachment(services, band.editor, target);
    expect(await list()).toEqual([]);
    await expect(signAttachment(services, band.listener, target)).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteAttachment(services, band.editor, target)).rejects.toMatchObject({ code: "not_found" });
    const { items } = await readTrash(services, band.editor);
    expect(items).toMatchObject([{ kind: "attachment", name: "Words.pdf", songName: "First song", isOwn: false }]);
    await restore(services, band.editor, { itemId: target.attachmentId });
    expect(await list()).toMatchObject([{ name: "Words.pdf" }]);
    const types = await services.db.songEvent.findMany({
      where: { songId: band.songId, type: { startsWith: "attachment" } },
      orderBy: { seq: "asc" },
    });
    expect(types.map(({ type }) => type.replace("attachment.", ""))).toEqual([
      "created",
      "updated",
      "deleted",
      "restored",
    ]);

    await deleteAttachment(services, band.owner, target);
    stack.clock.advance(DELETED_KEPT_MS + 1);
    expect(await purgeDeleted(services, systemScope)).toBeGreaterThan(0);
    expect(await services.db.attachment.count({ where: { id: target.attachmentId } })).toBe(0);
  });

  it("one of two who delete at once is told that it is gone", async () => {
    const { attachment } = await bring(PDF, "Lyrics.pdf");
    const both = [band.editor, band.owner].map((person) => deleteAttachment(services, person, at(attachment?.id)));
    expect((await Promise.allSettled(both)).map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});
