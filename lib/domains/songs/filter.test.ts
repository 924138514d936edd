import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nameCamelot } from "@/lib/audio/key/key-name";
import { createId } from "@/lib/core/ids";
import { type Band, createBand, createPerson } from "@/lib/domains/projects/band.fixture";
import { addTag } from "@/lib/domains/tags/commands";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { deleteSong } from "./commands";
import { listSongs } from "./reads";
import { type SongListQuery, songListQuerySchema } from "./schema";

let stack: TestStack;
let services: Services;
let band: Band;

interface Sound {
  tempoBpm: number | null;
  camelot: string | null;
  tags: string[];
}

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
  band = await createBand(services);
});
afterAll(() => stack.close());

/** A song with versions, oldest first, as measuring and people leave them. */
async function addSong(...sounds: Sound[]): Promise<string> {
  const { projectId } = band;
  const createdById = band.owner.accountId;
  const songId = createId();
  const now = services.clock.now();
  await services.db.song.create({ data: { id: songId, projectId, createdById, name: "Song", updatedAt: now } });
  for (const [i, { tempoBpm, camelot, tags }] of sounds.entries()) {
    const id = createId();
    const file = { fileName: "a.wav", sizeBytes: 1n, contentType: "audio/wav" };
    await services.db.version.create({
      data: {
        ...{ id, createdById, number: i + 1, ...file, container: "wav", tempoBpm, camelot, createdAt: now },
        songId,
        uploadId: await addUpload(songId),
        tags: {
          create: tags.map((name) => ({ name, source: "person", confidence: 1, evidence: [], state: "accepted" })),
        },
      },
    });
  }
  return songId;
}

async function addUpload(songId: string): Promise<string> {
  const id = createId();
  const { projectId } = band;
  const now = services.clock.now();
  await services.db.upload.create({
    data: {
      ...{
        id,
        projectId,
        songId,
        createdById: band.owner.accountId,
        idempotencyKey: id,
        objectKey: id,
        state: "stored",
      },
      ...{ fileName: "a.wav", sizeBytes: 1n, contentType: "audio/wav", partSizeBytes: 1, partCount: 1 },
      ...{ expiresAt: now, updatedAt: now },
    },
  });
  return id;
}

const query = (input: Record<string, string>): SongListQuery => songListQuerySchema.parse(input);

async function find(input: Record<string, string>, limit = "200", actor = band.listener): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listSongs>> = await listSongs(services, actor, band.projectId, {
      ...query({ ...input, limit }),
      ...(cursor ? { cursor } : {}),
    });
    ids.push(...page.items.map((song) => song.id));
    cursor = page.nextCursor;
  } while (cursor);
  return ids;
}

const NOTHING: Sound = { tempoBpm: null, camelot: null, tags: [] };

describe("songs by what they sound like", () => {
  it("B203: are found by all of the tags of their newest version", async () => {
    const both = await addSong({ ...NOTHING, tags: ["mood:dreamy", "für élise"] });
    const one = await addSong({ ...NOTHING, tags: ["mood:dreamy"] });
    const before = await addSong({ ...NOTHING, tags: ["mood:dreamy"] }, NOTHING);
    expect(await find({ tags: "Dreamy" })).toEqual([one, both]);
    expect(await find({ tags: "dreamy,FÜR ÉLISE,mood:dreamy" })).toEqual([both]);
    expect(await find({ tags: "nobody has it" })).toEqual([]);
    expect(await find({ tags: "" })).toContain(before);
    await services.db.tag.updateMany({ where: { name: "für élise" }, data: { state: "dismissed" } });
    expect(await find({ tags: "für élise" })).toEqual([]);
    const newest = await services.db.version.findFirstOrThrow({ where: { songId: before, number: 2 } });
    await services.db.version.update({ where: { id: newest.id }, data: { deletedAt: services.clock.now() } });
    expect(await find({ tags: "dreamy" })).toEqual([before, one, both]);
    const first = await services.db.version.findFirstOrThrow({ where: { songId: before, number: 1 } });
    await addTag(services, band.editor, { ...band, songId: before, versionId: first.id }, { name: "Blue" });
    expect(await find({ tags: "blue" })).toEqual([before]);
  });

  it("B203: are found by a range of tempo, on request at half and double as well", async () => {
    const [slow, fast] = [await addSong({ ...NOTHING, tempoBpm: 64 }), await addSong({ ...NOTHING, tempoBpm: 128.4 })];
    const double = await addSong({ ...NOTHING, tempoBpm: 256 });
    expect(await find({ bpmFrom: "120", bpmTo: "130" })).toEqual([fast]);
    expect(await find({ bpmFrom: "120", bpmTo: "130", halfAndDouble: "yes" })).toEqual([double, fast, slow]);
    expect(await find({ bpmTo: "64" })).toEqual([slow]);
    expect(await find({ bpmFrom: "128.5" })).toEqual([double]);
  });

  it("B203: are found by key, on request with those beside it on the wheel", async () => {
    const add = (tonic: number, mode: "major" | "minor") =>
      addSong({ ...NOTHING, camelot: nameCamelot({ tonic, mode }) });
    const [aMinor, cMajor, eMinor] = [await add(9, "minor"), await add(0, "major"), await add(4, "minor")];
    await add(6, "major");
    expect(await find({ key: "8A" })).toEqual([aMinor]);
    expect(await find({ key: "8A", neighbours: "yes" })).toEqual([eMinor, cMajor, aMinor]);
  });

  it("B325: are found by how far they are, beside all else, and the archive only when asked for", async () => {
    const sound = { tempoBpm: 120, camelot: "8A", tags: [] };
    const [mix, early, laidAside, other] = [
      await addSong(sound),
      await addSong(),
      await addSong(sound),
      await addSong(sound),
    ];
    const stages = [
      [mix, "mix"],
      [early, "mix"],
      [laidAside, "mix"],
      [other, "demo"],
    ] as const;
    for (const [id, stage] of stages) await services.db.song.update({ where: { id }, data: { stage } });
    await services.db.song.update({ where: { id: laidAside }, data: { archivedAt: services.clock.now() } });
    expect((await find({ stage: "mix" })).sort()).toEqual([mix, early].sort());
    expect(await find({ stage: "mix", key: "8A" })).toEqual([mix]);
    expect(await find({ stage: "mix", archived: "yes" })).toEqual([laidAside]);
    expect(await find({ stage: "master" })).toEqual([]);
  });

  it("B293: are found by who made them or a take, or said something in them", async () => {
    const person = await createPerson(services, "Paula Person");
    const [byTake, bySong, byWords] = [await addSong(NOTHING), await addSong(NOTHING), await addSong(NOTHING)];
    const authorId = person.accountId;
    await services.db.version.updateMany({ where: { songId: byTake }, data: { createdById: authorId } });
    await services.db.song.update({ where: { id: bySong }, data: { createdById: authorId } });
    const { id: versionId } = await services.db.version.findFirstOrThrow({ where: { songId: byWords } });
    const said = await services.db.comment.create({ data: { songId: byWords, versionId, authorId, body: "Hm." } });
    expect(await find({ person: authorId })).toEqual([byWords, bySong, byTake]);
    expect(await find({ person: authorId, key: "8A" })).toEqual([]);
    await services.db.comment.update({ where: { id: said.id }, data: { deletedAt: services.clock.now() } });
    await services.db.version.updateMany({ where: { songId: byTake }, data: { deletedAt: services.clock.now() } });
    expect(await find({ person: authorId })).toEqual([bySong]);
    expect(await find({ person: band.stranger.accountId })).toEqual([]);
  });

  it("B204: come page by page without a gap or a double, whatever is sought and added or deleted meanwhile", async () => {
    await services.db.song.updateMany({ data: { deletedAt: services.clock.now() } });
    const songs: string[] = [];
    for (let i = 0; i < 40; i++) {
      const sound = { tempoBpm: 100 + (i % 4) * 10, camelot: i % 3 ? "8A" : "3B", tags: i % 2 ? ["odd"] : [] };
      songs.push(await addSong(NOTHING, sound));
    }
    const wanted = songs.filter((_, i) => i % 2 && i % 3 && i % 4 === 1).reverse();
    expect(wanted.length).toBeGreaterThan(5);
    const sought = { tags: "odd", key: "8A", bpmFrom: "105", bpmTo: "115" };
    for (const limit of ["1", "2", "3", "5", "200"]) expect(await find(sought, limit)).toEqual(wanted);
    const first = await listSongs(services, band.owner, band.projectId, query({ ...sought, limit: "3" }));
    await deleteSong(services, band.owner, { projectId: band.projectId, songId: wanted[2] ?? "" });
    await addSong({ tempoBpm: 110, camelot: "8A", tags: ["odd"] });
    const cursor = first.nextCursor ?? "";
    const rest = await listSongs(services, band.owner, band.projectId, { ...query(sought), cursor });
    expect(rest.items.map((song) => song.id)).toEqual(wanted.slice(3));
  });

  it("B204: are shown only to those who may open them", async () => {
    const [given, other] = [
      await addSong({ ...NOTHING, tags: ["ours"] }),
      await addSong({ ...NOTHING, tags: ["ours"] }),
    ];
    const guest = await createPerson(services, "Gus Guest");
    await services.db.membership.create({ data: { accountId: guest.accountId, songId: given, role: "listener" } });
    expect(await find({ tags: "ours" }, "1", guest)).toEqual([given]);
    expect(await find({ tags: "ours" }, "1")).toEqual([other, given]);
    await expect(find({ tags: "ours" }, "1", band.stranger)).rejects.toMatchObject({ code: "not_found" });
  });

  it("are refused with the field when what is sought makes no sense", () => {
    const wrong: [Record<string, string>, string][] = [
      [{ bpmFrom: "130", bpmTo: "120" }, "bpmTo"],
      [{ bpmFrom: "fast" }, "bpmFrom"],
      [{ key: "13A" }, "key"],
      [{ person: "Mara" }, "person"],
      [{ stage: "done" }, "stage"],
      [{ tags: "a,,b" }, "tags"],
      [{ tags: Array.from({ length: 11 }, (_, i) => `t${i}`).join() }, "tags"],
    ];
    for (const [input, field] of wrong) {
      expect(songListQuerySchema.safeParse(input).error?.issues.map((issue) => issue.path[0])).toEqual([field]);
    }
  });
});
