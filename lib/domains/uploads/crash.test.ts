import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { createId } from "@/lib/core/ids";
import { type Band, beginFile, createBand, makeWav, sendParts } from "@/lib/domains/projects/band.fixture";
import { buildServices, type Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { beginUpload } from "./commands";
import { completeUpload } from "./finishing/commands";
import { readUpload } from "./reads";
import { sweepUploads } from "./sweeping/commands";

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

/** The same services with some calls to storage replaced: what a crash, a cut line or a dead store looks like. */
function withStorage(changes: Partial<Services["storage"]>): Services {
  return { ...services, storage: { ...services.storage, ...changes } };
}
const crash = () => Promise.reject(new Error("the process died here"));

describe("after a crash", () => {
  it("between storage's answer and our row: the same key opens it, the orphan is swept", async () => {
    const input = { fileName: "a.wav", sizeBytes: wav.length, contentType: "", idempotencyKey: createId() };
    const dying = withStorage({
      createMultipart: async (key, type) => {
        await services.storage.createMultipart(key, type);
        return await crash();
      },
    });
    await expect(beginUpload(dying, band.editor, song(), input)).rejects.toThrow("died");
    const upload = await beginUpload(services, band.editor, song(), input);
    expect(upload.state).toBe("open");
    const prefix = `projects/${band.projectId}/songs/${band.songId}/uploads/${upload.id}/`;
    expect(await services.storage.listMultiparts(prefix)).toHaveLength(2);
    stack.clock.set(new Date(Date.now() + 2 * 60 * 60_000));
    await sweepUploads(services, systemScope);
    stack.clock.set(new Date());
    expect(await services.storage.listMultiparts(prefix)).toHaveLength(1);
    await sendParts(services, band.editor, upload, wav);
    expect((await completeUpload(services, band.editor, at(upload.id))).state).toBe("stored");
  });

  const deaths: [string, () => Services][] = [
    ["before the parts are joined", () => withStorage({ completeMultipart: crash })],
    [
      "after the parts are joined",
      () =>
        withStorage({
          completeMultipart: async (...call) => {
            await services.storage.completeMultipart(...call);
            return await crash();
          },
        }),
    ],
    ["before the size is read", () => withStorage({ head: crash })],
    ["before the bytes are looked at", () => withStorage({ readRange: crash })],
  ];
  it.each(deaths)("%s: a repeat and the sweeper both finish it, once", async (_, die) => {
    for (const mend of ["repeat", "sweep"] as const) {
      const upload = await beginFile(services, band.editor, song(), wav);
      await sendParts(services, band.editor, upload, wav);
      await expect(completeUpload(die(), band.editor, at(upload.id))).rejects.toThrow("died");
      if (mend === "sweep") {
        stack.clock.advance(3 * 60_000);
        await sweepUploads(services, systemScope);
      }
      const done = await completeUpload(services, band.editor, at(upload.id));
      expect(done.state).toBe("stored");
      expect(await services.db.version.count({ where: { uploadId: upload.id } })).toBe(1);
    }
  });

  it("in the removal of a refused file: the sweeper removes it", async () => {
    const text = Buffer.from("not a song");
    const upload = await beginFile(services, band.editor, song(), text);
    await sendParts(services, band.editor, upload, text);
    await expect(completeUpload(withStorage({ delete: crash }), band.editor, at(upload.id))).rejects.toThrow("died");
    const { objectKey } = await services.db.upload.findUniqueOrThrow({ where: { id: upload.id } });
    expect(await services.storage.head(objectKey)).not.toBeNull();
    await sweepUploads(services, systemScope);
    expect(await services.storage.head(objectKey)).toBeNull();
  });

  it("of storage itself: an object that vanished is lost, never an empty version", async () => {
    const upload = await beginFile(services, band.editor, song(), wav);
    await sendParts(services, band.editor, upload, wav);
    const row = await services.db.upload.findUniqueOrThrow({ where: { id: upload.id } });
    await services.storage.abortMultipart(row.objectKey, row.storageId ?? "");
    await expect(completeUpload(services, band.editor, at(upload.id))).rejects.toMatchObject({
      reason: "storage_lost",
    });
    expect((await readUpload(services, band.editor, at(upload.id))).state).toBe("failed");
  });

  it("of nothing: a repeat beside a slow joining is told to wait, not that the file is lost", async () => {
    const upload = await beginFile(services, band.editor, song(), wav);
    await sendParts(services, band.editor, upload, wav);
    let letJoin: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letJoin = resolve));
    let hasBegun: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (hasBegun = resolve));
    // Some stores no longer list the parts of what they are joining, and have no object yet.
    const slow = withStorage({
      completeMultipart: async (...call) => {
        hasBegun();
        await held;
        return services.storage.completeMultipart(...call);
      },
    });
    const first = completeUpload(slow, band.editor, at(upload.id));
    await begun;
    const blind = withStorage({ listParts: async () => null });
    const wait = { code: "unavailable", reason: "still_joining" };
    await expect(completeUpload(blind, band.editor, at(upload.id))).rejects.toMatchObject(wait);
    letJoin();
    expect((await first).state).toBe("stored");
    expect((await completeUpload(services, band.editor, at(upload.id))).state).toBe("stored");
  });

  it("of storage in the middle of joining: what is nowhere to be found is lost in the end", async () => {
    const upload = await beginFile(services, band.editor, song(), wav);
    await sendParts(services, band.editor, upload, wav);
    const dying = withStorage({ completeMultipart: crash });
    await expect(completeUpload(dying, band.editor, at(upload.id))).rejects.toThrow("died");
    const row = await services.db.upload.findUniqueOrThrow({ where: { id: upload.id } });
    await services.storage.abortMultipart(row.objectKey, row.storageId ?? "");
    const complete = () => completeUpload(services, band.editor, at(upload.id));
    await expect(complete()).rejects.toMatchObject({ reason: "still_joining" });
    stack.clock.advance(11 * 60_000);
    await sweepUploads(services, systemScope);
    await expect(complete()).rejects.toMatchObject({ reason: "storage_lost" });
    stack.clock.set(new Date());
  });

  it("B12: an upload nobody goes on with expires and leaves nothing; one that goes on does not", async () => {
    const left = await beginFile(services, band.editor, song(), wav);
    stack.clock.advance(23 * 60 * 60_000);
    const kept = await beginFile(services, band.editor, song(), wav);
    stack.clock.advance(2 * 60 * 60_000);
    await sweepUploads(services, systemScope);
    expect((await readUpload(services, band.editor, at(left.id))).state).toBe("expired");
    expect((await readUpload(services, band.editor, at(kept.id))).state).toBe("open");
    await expect(sendParts(services, band.editor, left, wav)).rejects.toMatchObject({ code: "gone" });
    stack.clock.set(new Date());
  });

  it("B16: storage that is down is told as such, and the upload survives it", async () => {
    const s3 = { ...stack.config.s3, endpoint: "http://127.0.0.1:9", publicEndpoint: "http://127.0.0.1:9" };
    const down = buildServices({ ...stack.config, s3 }, { clock: stack.clock, log: services.log });
    const upload = await beginFile(services, band.editor, song(), wav);
    await sendParts(services, band.editor, upload, wav);
    await expect(completeUpload(down, band.editor, at(upload.id))).rejects.toMatchObject({
      code: "unavailable",
      reason: "storage_unreachable",
    });
    await down.close();
    expect((await completeUpload(services, band.editor, at(upload.id))).state).toBe("stored");
  });
});
