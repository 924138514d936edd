import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { systemScope } from "@/lib/access/system-scope";
import { createId } from "@/lib/core/ids";
import { buildExportPrefix } from "@/lib/core/object-keys";
import { createComment, createReply, resolveComment } from "@/lib/domains/comments/commands";
import {
  addMember,
  type Band,
  createBand,
  createPerson,
  makeWav,
  uploadFile,
} from "@/lib/domains/projects/band.fixture";
import { readSong } from "@/lib/domains/songs/reads";
import { sweepUploads } from "@/lib/domains/uploads/sweeping/commands";
import type { Services } from "@/lib/services";
import { createDyingServices } from "@/lib/testing/dying-services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { cancelExport, deleteExport, exportAgain, exportComments } from "./commands";
import { failExport, makeExport } from "./making/commands";
import { listExports, readExport, signExport } from "./reads";
import { EXPORT_KEPT_MS, MAX_ACTIVE } from "./rules";
import type { ExportView } from "./schema";
import { sweepExports } from "./sweeping/commands";

let stack: TestStack;
let services: Services;
let band: Band;
let target: { projectId: string; songId: string; versionId: string };
const wav = makeWav(2);

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
  band = await createBand(services);
  await uploadFile(services, band.editor, band, wav);
  const song = await readSong(services, band.owner, band);
  target = { projectId: band.projectId, songId: band.songId, versionId: song.versions[0]?.id ?? "" };
  await say("Too loud", 0.5, 1.25);
  const { id } = await say("Louder, please", 1, null);
  await createReply(services, band.owner, { ...target, commentId: id }, { body: "Done." });
  const done = await say("Resolved long ago", 0.25, null);
  await resolveComment(services, band.owner, { ...target, commentId: done.id }, { isResolved: true });
});
afterAll(() => stack.close());

const say = (body: string, startSec: number, endSec: number | null) =>
  createComment(services, band.commenter, target, { versionId: target.versionId, body, startSec, endSec });
const ask = (actor: PersonActor = band.owner, input: Parameters<typeof exportComments>[3] = { format: "reaper" }) =>
  exportComments(services, actor, target, input);
const runOf = async (id: string) => (await services.db.export.findUniqueOrThrow({ where: { id } })).run;
const make = async (id: string, hands = services) =>
  makeExport(hands, systemScope, { exportId: id, run: await runOf(id) });
const filesOf = async (view: ExportView) => {
  const prefix = buildExportPrefix({ projectId: view.projectId, exportId: view.id });
  const { objects } = await services.storage.list(prefix, null);
  return { objects: objects.length, unfinished: (await services.storage.listMultiparts(prefix)).length };
};
const readFile = async (actor: PersonActor, id: string) => fetch(await signExport(services, actor, id));

describe("B119, B410: an export", () => {
  it("is queued with its event, made, and had under its own name", async () => {
    const asked = await ask();
    expect(asked).toMatchObject({ state: "queued", title: "First song, version 1", request: { format: "reaper" } });
    const events = await services.db.outbox.findMany({ where: { name: "export/requested" } });
    expect(events.map(({ data }) => data)).toContainEqual({ exportId: asked.id, run: 1, kind: "comments" });
    expect(await make(asked.id)).toBe("done");
    const done = await readExport(services, band.owner, asked.id);
    expect(done).toMatchObject({ state: "completed", percent: 100, fileName: "First song v1 - REAPER.csv" });
    expect(new Date(done.expiresAt ?? 0).getTime() - stack.clock.now().getTime()).toBeCloseTo(EXPORT_KEPT_MS, -4);
    const answer = await readFile(band.owner, asked.id);
    expect(answer.headers.get("content-disposition")).toContain("First%20song%20v1%20-%20REAPER.csv");
    const text = await answer.text();
    expect(text).toMatch(/R1,"?Carla Commenter: Too loud"?,0:00\.500,0:01\.250,0:00\.750,[0-9A-F]{6}/);
    expect(text).toContain("[resolved] Resolved long ago");
    expect(text).toContain("Louder, please / Olga Owner: Done.");
    expect(text.length).toBe(done.sizeBytes);
  });

  it.each(["midi", "cubase", "audition", "wav", "pdf", "markdown", "csv", "json"] as const)(
    "is made as %s",
    async (format) => {
      const asked = await ask(band.owner, { format, include: "open", offsetSec: 3600 });
      expect(await make(asked.id)).toBe("done");
      const bytes = Buffer.from(await (await readFile(band.owner, asked.id)).arrayBuffer());
      expect(bytes.includes("Resolved long ago")).toBe(false);
      if (format === "wav") expect(bytes.subarray(44, wav.length).equals(wav.subarray(44))).toBe(true);
      expect((await readExport(services, band.owner, asked.id)).sizeBytes).toBe(bytes.length);
    },
  );

  it("is one for two equal requests of one person that go on, and another for anybody else", async () => {
    const input = { format: "json" as const, offsetSec: 1 };
    const asked = await Promise.all(Array.from({ length: 6 }, () => ask(band.editor, input)));
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    const other = await ask(band.listener, input);
    expect(other.id).not.toBe(asked[0]?.id);
    await make(asked[0]?.id ?? "");
    const later = await ask(band.editor, input);
    expect(later.id).not.toBe(asked[0]?.id);
    for (const view of [other, later])
      await cancelExport(services, view === other ? band.listener : band.editor, view.id);
  });

  it("is refused before anything is queued when there are too many of one person's", async () => {
    const person = await createPerson(services, "Many");
    await addMember(services, person, { projectId: band.projectId }, "listener");
    for (let i = 0; i < MAX_ACTIVE; i++) await ask(person, { format: "csv", offsetSec: i });
    await expect(ask(person, { format: "csv", offsetSec: 99 })).rejects.toMatchObject({ reason: "too_many_exports" });
    expect((await listExports(services, person, { limit: 100 })).items).toHaveLength(MAX_ACTIVE);
    expect((await listExports(services, person, { limit: 2 })).nextCursor).not.toBeNull();
  });
});

describe("B121, B411: whose it is", () => {
  it("is its maker's alone: to everybody else it is not there", async () => {
    const asked = await ask();
    await make(asked.id);
    for (const work of [readExport, signExport, cancelExport, exportAgain, deleteExport]) {
      await expect(work(services, band.editor, asked.id)).rejects.toMatchObject({ code: "not_found" });
      await expect(work(services, band.owner, createId())).rejects.toMatchObject({ code: "not_found" });
    }
  });

  it("is judged when asked, when made and when downloaded", async () => {
    const person = await createPerson(services, "Passing");
    await expect(ask(person)).rejects.toMatchObject({ code: "not_found" });
    await addMember(services, person, { projectId: band.projectId }, "listener");
    const where = { accountId: person.accountId };
    await services.db.membership.updateMany({ where, data: { canDownload: false } });
    await expect(ask(person, { format: "wav" })).rejects.toMatchObject({ reason: "no_download" });
    const made = await ask(person);
    await make(made.id);
    const waiting = await ask(person, { format: "csv" });
    await services.db.membership.deleteMany({ where });
    expect(await make(waiting.id)).toBe("failed");
    expect(await readExport(services, person, waiting.id)).toMatchObject({ state: "failed", reason: "song_not_found" });
    await expect(signExport(services, person, made.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(exportAgain(services, person, made.id)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("B120, B412: how it ends", () => {
  it("expires after a week, its file goes, and it can be made again as the same one", async () => {
    const asked = await ask(band.owner, { format: "csv" });
    await expect(signExport(services, band.owner, asked.id)).rejects.toMatchObject({ reason: "export_not_ready" });
    await make(asked.id);
    stack.clock.advance(EXPORT_KEPT_MS + 1);
    expect((await readExport(services, band.owner, asked.id)).state).toBe("expired");
    await expect(signExport(services, band.owner, asked.id)).rejects.toMatchObject({ reason: "export_expired" });
    await sweepExports(services, systemScope);
    expect(await filesOf(asked)).toEqual({ objects: 0, unfinished: 0 });
    const again = await exportAgain(services, band.owner, asked.id);
    expect(again).toMatchObject({ id: asked.id, state: "queued", fileName: null });
    expect(await makeExport(services, systemScope, { exportId: asked.id, run: 1 })).toBe("stopped");
    expect(await make(asked.id)).toBe("done");
    expect((await readFile(band.owner, asked.id)).status).toBe(200);
    stack.clock.set(new Date());
  });

  it("fails with its reason when the queue gives up, and is tried again", async () => {
    const asked = await ask(band.owner, { format: "markdown" });
    const down = () => Promise.reject(new Error("storage is down"));
    const hands = { ...services, storage: { ...services.storage, createMultipart: down } };
    await expect(make(asked.id, hands)).rejects.toThrow("down");
    await failExport(services, systemScope, { exportId: asked.id, run: 1 });
    expect(await readExport(services, band.owner, asked.id)).toMatchObject({ state: "failed", reason: "gave_up" });
    await exportAgain(services, band.owner, asked.id);
    expect(await make(asked.id)).toBe("done");
    expect(await readExport(services, band.owner, asked.id)).toMatchObject({ state: "completed", reason: null });
  });

  it("is cancelled in the midst of it and leaves nothing; deleting takes the file, too", async () => {
    const asked = await ask(band.owner, { format: "wav" });
    const hands = {
      ...services,
      storage: {
        ...services.storage,
        putPart: async (...given: Parameters<typeof services.storage.putPart>) => {
          await cancelExport(services, band.owner, asked.id);
          return await services.storage.putPart(...given);
        },
      },
    };
    expect(await make(asked.id, hands)).toBe("stopped");
    expect(await filesOf(asked)).toEqual({ objects: 0, unfinished: 0 });
    expect((await readExport(services, band.owner, asked.id)).state).toBe("cancelled");
    await exportAgain(services, band.owner, asked.id);
    await make(asked.id);
    expect(await filesOf(asked)).toEqual({ objects: 1, unfinished: 0 });
    await deleteExport(services, band.owner, asked.id);
    expect(await filesOf(asked)).toEqual({ objects: 0, unfinished: 0 });
    await expect(readExport(services, band.owner, asked.id)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("B413: whoever makes it", () => {
  it("may die between any two lines: made again there is one file and one row", { timeout: 120_000 }, async () => {
    const asked = await ask(band.owner, { format: "cubase" });
    const dry = createDyingServices(services, Number.POSITIVE_INFINITY, "before");
    await makeExport(dry.services, systemScope, { exportId: asked.id, run: 1 });
    const steps = dry.count();
    expect(steps).toBeGreaterThan(5);
    for (let step = 1; step <= steps; step++) {
      const { id } = await ask(band.owner, { format: "cubase", offsetSec: step });
      const dying = createDyingServices(services, step, step % 2 === 0 ? "before" : "after");
      const run = makeExport(dying.services, systemScope, { exportId: id, run: 1 });
      await Promise.race([run, dying.died]);
      await make(id);
      const view = await readExport(services, band.owner, id);
      expect([step, view.state]).toEqual([step, "completed"]);
      expect((await readFile(band.owner, id)).status).toBe(200);
      stack.clock.advance(60_000);
    }
    stack.clock.set(new Date());
  });

  it("is one of two at once who finishes it", async () => {
    const asked = await ask(band.owner, { format: "wav", offsetSec: 7 });
    const outcomes = await Promise.all([make(asked.id), make(asked.id), make(asked.id)]);
    expect(outcomes.filter((outcome) => outcome === "done").length).toBe(1);
    expect(await filesOf(asked)).toEqual({ objects: 1, unfinished: 0 });
    expect(await (await readFile(band.owner, asked.id)).arrayBuffer()).toHaveProperty(
      "byteLength",
      (await readExport(services, band.owner, asked.id)).sizeBytes,
    );
  });

  it("is missed: what was lost is given to the queue anew, what is lost again and again fails", async () => {
    const asked = await ask(band.owner, { format: "pdf", offsetSec: 9 });
    const hang = new Promise<never>(() => undefined);
    for (let lost = 0; lost < 4; lost++) {
      const never = { ...services, storage: { ...services.storage, createMultipart: () => hang } };
      void make(asked.id, never);
      await expect.poll(async () => (await readExport(services, band.owner, asked.id)).state).toBe("running");
      await expect
        .poll(async () => (await services.db.export.findUniqueOrThrow({ where: { id: asked.id } })).bytesTotal)
        .not.toBeNull();
      stack.clock.advance(61 * 60_000);
      await sweepExports(services, systemScope);
    }
    expect(await readExport(services, band.owner, asked.id)).toMatchObject({ state: "failed", reason: "cut_off" });
    stack.clock.set(new Date());
  });

  it("is left alone by the sweeper of uploads, however long it takes", async () => {
    const asked = await ask(band.owner, { format: "wav", offsetSec: 11 });
    let unfinished = -1;
    const hands = {
      ...services,
      storage: {
        ...services.storage,
        putPart: async (...given: Parameters<typeof services.storage.putPart>) => {
          stack.clock.set(new Date(Date.now() + 3 * 60 * 60_000));
          await sweepUploads(services, systemScope);
          unfinished = (await filesOf(asked)).unfinished;
          stack.clock.set(new Date());
          return await services.storage.putPart(...given);
        },
      },
    };
    expect(await make(asked.id, hands)).toBe("done");
    expect(unfinished).toBe(1);
  });
});
