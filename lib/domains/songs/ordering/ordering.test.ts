import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addMember, type Band, createBand, createPerson } from "@/lib/domains/projects/band.fixture";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { createSong, deleteSong } from "../commands";
import { listSongs } from "../reads";
import { placeSong } from "./commands";
import { findBetween } from "./rules";

let stack: TestStack;
let services: Services;
let band: Band;
let ids: Record<string, string>;

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
});
afterAll(() => stack.close());
beforeEach(async () => {
  band = await createBand(services);
  ids = {};
  for (const name of ["d", "c", "b", "a"]) {
    ids[name] = (await createSong(services, band.owner, band.projectId, { name })).id;
  }
  await deleteSong(services, band.owner, band);
});

const place = (name: string, before: string | null, person = band.editor) =>
  placeSong(
    services,
    person,
    { projectId: band.projectId, songId: ids[name] ?? "" },
    { beforeSongId: before === null ? null : (ids[before] ?? "") },
  );

async function readOrder(limit = 50, query = {}): Promise<string> {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listSongs(services, band.listener, band.projectId, { limit, cursor, ...query });
    names.push(...page.items.map(({ name }) => name));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return names.join("");
}

describe("the order of a project's songs", () => {
  it("B276: new songs come first; one is put before another, to the top and to the end, for everybody", async () => {
    expect(await readOrder()).toBe("abcd");
    await place("d", "b");
    expect(await readOrder()).toBe("adbc");
    await place("c", "a");
    expect(await readOrder()).toBe("cadb");
    await place("c", null);
    expect(await readOrder()).toBe("adbc");
    await place("b", "b");
    await place("b", "c");
    expect(await readOrder()).toBe("adbc");
    ids.e = (await createSong(services, band.owner, band.projectId, { name: "e" })).id;
    expect(await readOrder(1)).toBe("eadbc");
  });

  it("B277: holds for twenty at once: each song is there once, and each move found its place", async () => {
    const names = ["a", "b", "c", "d"];
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => place(names[i % 4] ?? "", names[(i + 1 + (i % 3)) % 4] ?? null)),
    );
    expect([...(await readOrder())].sort().join("")).toBe("abcd");
    const rows = await services.db.song.findMany({ where: { projectId: band.projectId }, select: { position: true } });
    expect(new Set(rows.map(({ position }) => position)).size).toBe(rows.length);
    await place("d", "a");
    expect(await readOrder()).toContain("da");
  });

  it("B277: has room for any number of moves to the same spot", async () => {
    for (let i = 0; i < 140; i++) await place(i % 2 ? "c" : "d", "b");
    expect(await readOrder(2)).toBe("adcb");
  });

  it("B277: songs that share a place, as those of before, are ordered by their age and can be moved apart", async () => {
    await services.db.song.updateMany({ where: { projectId: band.projectId }, data: { position: 0 } });
    expect(await readOrder(1)).toBe("abcd");
    await place("d", "c");
    expect(await readOrder(1)).toBe("abdc");
  });

  it("refuses a neighbour that is gone, a song of elsewhere and who may not", async () => {
    await deleteSong(services, band.owner, { projectId: band.projectId, songId: ids.b ?? "" });
    await expect(place("a", "b")).rejects.toMatchObject({ code: "conflict", reason: "neighbour_gone" });
    await expect(place("b", "a")).rejects.toMatchObject({ code: "not_found" });
    await expect(place("a", "c", band.commenter)).rejects.toMatchObject({ code: "forbidden" });
    await expect(place("a", "c", band.stranger)).rejects.toMatchObject({ code: "not_found" });
    // An editor of one song alone has no say in the project's order.
    const guest = await createPerson(services, "Gil Guest");
    await addMember(services, guest, { songId: ids.a ?? "" }, "editor");
    await expect(place("a", "c", guest)).rejects.toMatchObject({ code: "forbidden" });
    expect(await readOrder()).toBe("acd");
  });

  it("refuses a list position that nobody gave out", async () => {
    for (const cursor of [
      "nonsense",
      Buffer.from("1 x").toString("base64url"),
      Buffer.from("x").toString("base64url"),
    ]) {
      await expect(readFrom(cursor)).rejects.toMatchObject({ code: "invalid_input", reason: "bad_cursor" });
    }
  });
});

const readFrom = (cursor: string) => listSongs(services, band.listener, band.projectId, { limit: 10, cursor });

it("finds a number between two, as long as there is one", () => {
  expect(findBetween(1, 2)).toBe(1.5);
  expect(findBetween(1, 1)).toBeNull();
  expect(findBetween(1, 1 + Number.EPSILON)).toBeNull();
});
