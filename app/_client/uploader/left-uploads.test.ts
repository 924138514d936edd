import { afterEach, describe, expect, it, vi } from "vitest";
import { findLeftUploads, matchLeft } from "./left-uploads";
import type { UploadItem } from "./upload-item";
import { joinMoving, openUploadMemory, type UploadMemory } from "./upload-memory";

const NONE: ReadonlySet<string> = new Set();
const begun = {
  ...{ id: "u1", idempotencyKey: "k1", projectId: "p", songId: "s", projectName: "Album", songName: "Demo" },
  ...{ fileName: "Called.wav", sizeBytes: 100, storedBytes: 40, startedAt: "", expiresAt: "" },
};

/** Answers the API's reads: the list of unfinished uploads, and single ones by id. */
function serve(items: object[], single: Record<string, object> = {}) {
  vi.stubGlobal("fetch", (path: string) => {
    const found = path === "/api/uploads" ? { items } : single[path.split("/").at(-1) ?? ""];
    const body = found ?? { code: "not_found", reason: "not_found", detail: "No." };
    const headers = { "content-type": "application/json" };
    return Promise.resolve(new Response(JSON.stringify(body), { status: found ? 200 : 404, headers }));
  });
}

function remember(memory: UploadMemory, part: Partial<UploadItem>) {
  memory.save([
    {
      ...{ id: "k1", file: null, sourceName: "Mine.wav", lastModified: 7, fileName: "Called.wav", sizeBytes: 100 },
      ...{ projectName: "Album", songName: "Demo", song: null, newSongIn: "p", newSongKey: "g", uploadId: null },
      ...{ phase: "waiting", sentBytes: 0, bytesPerSec: null, secondsLeft: null, error: null, isFinal: false },
      ...{ versionNumber: null, purpose: "version", ...part },
    },
  ]);
}

const open = () => openUploadMemory("a", null);
afterEach(() => vi.unstubAllGlobals());

describe("uploads that were left", () => {
  it("B255: are what the server knows, with the file's own name as this browser remembers it", async () => {
    serve([begun]);
    const memory = open();
    expect(await findLeftUploads(memory, NONE)).toMatchObject([
      { id: "k1", phase: "left", sourceName: "Called.wav", sentBytes: 40, song: { projectId: "p", songId: "s" } },
    ]);
    remember(memory, {});
    expect(await findLeftUploads(memory, NONE)).toMatchObject([{ sourceName: "Mine.wav", lastModified: 7 }]);
    expect(await findLeftUploads(memory, new Set(["k1"]))).toEqual([]);
  });

  it("B304: stay what they were begun as: a take, or a file of the song", async () => {
    serve([{ ...begun, purpose: "attachment" }]);
    expect(await findLeftUploads(open(), NONE)).toMatchObject([{ id: "k1", purpose: "attachment" }]);
    serve([]);
    const memory = open();
    remember(memory, { purpose: "attachment" });
    expect(await findLeftUploads(memory, NONE)).toMatchObject([{ id: "k1", purpose: "attachment" }]);
  });

  it("B255: need no file when all of it has arrived", async () => {
    serve([{ ...begun, storedBytes: 100 }]);
    expect(await findLeftUploads(open(), NONE)).toMatchObject([{ phase: "waiting", file: null, uploadId: "u1" }]);
  });

  it("B255: include files that had not had their turn", async () => {
    serve([]);
    const memory = open();
    remember(memory, { id: "k2" });
    expect(await findLeftUploads(memory, NONE)).toMatchObject([
      { id: "k2", phase: "left", newSongIn: "p", sentBytes: 0 },
    ]);
  });

  it.each([
    ["stored", []],
    ["cancelled", []],
    ["expired", [{ phase: "failed", isFinal: true, error: "Given up." }]],
  ])("B255: that ended as %s meanwhile are told only if they came to nothing", async (state, told) => {
    serve([], { u1: { state, message: "Given up." } });
    const memory = open();
    remember(memory, { uploadId: "u1", song: { projectId: "p", songId: "s" } });
    expect(await findLeftUploads(memory, NONE)).toMatchObject(told);
    expect(await findLeftUploads(memory, NONE)).toEqual([]);
  });

  it("are known by name and length, by date first, each once", () => {
    const item = (id: string, lastModified: number, phase = "left") =>
      ({ id, sourceName: "a.wav", sizeBytes: 3, lastModified, phase }) as UploadItem;
    const file = (name: string, text: string, lastModified = 0) => new File([text], name, { lastModified });
    const items = [item("one", 1), item("two", 2), item("three", 3, "sending")];
    const files = [file("a.wav", "abc", 2), file("a.wav", "abc", 9), file("a.wav", "abc"), file("b.wav", "abc")];
    const matches = matchLeft(files, items);
    expect(files.map((one) => matches.get(one)?.id)).toEqual(["two", "one", undefined, undefined]);
    expect(matchLeft([file("a.wav", "abcd")], items).size).toBe(0);
  });
});

describe("the memory of a browser", () => {
  it("keeps people apart, forgets after a day, and keeps what ended for other windows alone", () => {
    const shelf = new Map<string, string>();
    const storage = {
      getItem: (name: string) => shelf.get(name) ?? null,
      setItem: (name: string, text: string) => void shelf.set(name, text),
    };
    let nowMs = 1_000_000;
    const memory = openUploadMemory("a", storage, () => nowMs);
    remember(memory, {});
    expect(openUploadMemory("b", storage, () => nowMs).list()).toEqual([]);
    expect(openUploadMemory("a", storage, () => nowMs).list()).toHaveLength(1);
    nowMs += 25 * 60 * 60_000;
    expect(memory.list()).toEqual([]);
    remember(memory, {});
    memory.end("k1");
    expect(memory.list()).toEqual([]);
    expect(memory.find("k1")).toMatchObject({ sourceName: "Mine.wav" });
  });

  it("remembers in this tab where the browser keeps nothing", () => {
    const refuse = () => {
      throw new DOMException("Full", "QuotaExceededError");
    };
    const memory = openUploadMemory("a", { getItem: refuse, setItem: refuse });
    remember(memory, {});
    expect(memory.list()).toHaveLength(1);
  });

  it("B258: joins a file to the upload that is on its way to the same place, also when its new song is there by now", () => {
    const memory = open();
    remember(memory, {});
    const [moving] = memory.list();
    const song = { projectId: "p", songId: "s" };
    const file = { ...moving, id: "k9" } as UploadItem;
    const join = (item: Partial<UploadItem>, entry = moving) =>
      joinMoving([{ ...file, ...item }], entry ? [entry] : []).added[0]?.id;
    expect(join({})).toBe("k1");
    expect(join({ song, newSongIn: null }, moving && { ...moving, song })).toBe("k1");
    expect(join({ song, newSongIn: null })).toBe("k9");
    expect(join({ songName: "Other" })).toBe("k9");
    expect(join({ lastModified: 8 })).toBe("k9");
    expect(joinMoving([file, { ...file, id: "k10" }], moving ? [moving] : []).added.map(({ id }) => id)).toEqual([
      "k1",
      "k10",
    ]);
  });
});
