import { afterEach, describe, expect, it, vi } from "vitest";
import type { NewUpload } from "./new-upload";
import { createUploadStore } from "./upload-store";

const SONGS = "/api/projects/p/songs";
const SONG = `${SONGS}/s`;
const UPLOAD = `${SONG}/uploads/u`;
const upload = {
  ...{ id: "u", projectId: "p", songId: "s", state: "completing", version: null, message: null },
  ...{ sizeBytes: 4, partSizeBytes: 16, partCount: 1, storedParts: [] },
};

type Answer = { status: number; body?: unknown } | Promise<{ status: number; body?: unknown }>;
const problem = (status: number, code: string, reason = code) => ({ status, body: { code, reason, detail: "No." } });

/** Answers the app's calls from a table of "METHOD path" and notes each. */
function serve(answers: Record<string, (signal?: AbortSignal | null) => Answer>) {
  const calls: string[] = [];
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const call = `${init.method} ${path}`;
    calls.push(call);
    const { status, body } = await (answers[call]?.(init.signal) ?? problem(404, "not_found"));
    const headers = { "content-type": "application/json" };
    return new Response(body === undefined ? null : JSON.stringify(body), { status, headers });
  });
  return calls;
}

function newSong(bytes = "RIFF"): NewUpload {
  const file = new File([bytes], "a.wav");
  return { file, fileName: "a.wav", projectName: "Album", songName: "a", song: null, newSongIn: "p" };
}

function open() {
  const [onChanged, onKnown] = [vi.fn(), vi.fn()];
  const store = createUploadStore({ accountId: "a", onDone: () => undefined, onChanged, onKnown });
  const first = () => store.getItems()[0];
  const reach = (phase: string) => vi.waitFor(() => expect(first()?.phase).toBe(phase), { interval: 2 });
  return { store, onChanged, onKnown, first, reach };
}

/** An answer that comes when the test says so. */
function hold() {
  let resolve: (answer: { status: number; body: unknown }) => void = () => undefined;
  const promise = new Promise<{ status: number; body: unknown }>((give) => {
    resolve = give;
  });
  return { promise, resolve };
}

afterEach(() => vi.unstubAllGlobals());

const stored = { ...upload, state: "stored", version: { id: "v", number: 1, songName: "a", projectName: "Album" } };
const made = { [`POST ${SONGS}`]: () => ({ status: 201, body: { id: "s" } }) };
const begun = { [`POST ${SONG}/uploads`]: () => ({ status: 201, body: upload }) };
const empty = { [`GET ${SONG}`]: () => ({ status: 200, body: { versions: [] } }) };

describe("uploads of a tab", () => {
  it("are named without crypto.randomUUID, which plain http does not offer", async () => {
    vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
    serve(made);
    const { store, first } = open();
    await store.add([newSong()]);
    expect(first()?.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("make no song for an empty file", async () => {
    const calls = serve(made);
    const { store, first, reach } = open();
    await store.add([newSong("")]);
    await reach("failed");
    expect(first()).toMatchObject({ isFinal: true, error: expect.stringContaining("empty") });
    expect(calls).toEqual([]);
  });

  it("leave the song of a refused file to the server: x cancels the upload and lists are read again", async () => {
    const refuse = { [`POST ${UPLOAD}/complete`]: () => problem(422, "invalid_input", "not_audio") };
    const calls = serve({ ...made, ...begun, ...refuse });
    const { store, onChanged, first, reach } = open();
    await store.add([newSong()]);
    await reach("failed");
    expect(first()?.isFinal).toBe(true);
    expect(onChanged).toHaveBeenLastCalledWith("p", null);
    onChanged.mockClear();
    await store.cancel(first()?.id ?? "");
    expect(calls.at(-1)).toBe(`DELETE ${UPLOAD}`);
    expect(calls).not.toContain(`DELETE ${SONG}`);
    expect(onChanged).toHaveBeenLastCalledWith("p", null);
  });

  it("keep a take that had arrived when it was cancelled", async () => {
    const arrived = { [`DELETE ${UPLOAD}`]: () => problem(409, "conflict", "upload_stored") };
    const cut = (signal?: AbortSignal | null) =>
      new Promise<never>((_, reject) =>
        signal?.addEventListener("abort", () => reject(new DOMException("Cut", "AbortError"))),
      );
    const calls = serve({ ...made, ...begun, ...arrived, [`POST ${UPLOAD}/complete`]: cut });
    const { store, first, reach } = open();
    await store.add([newSong()]);
    await reach("finishing");
    await store.cancel(first()?.id ?? "");
    expect(calls).not.toContain(`DELETE ${SONG}`);
    expect(first()?.phase).toBe("cancelled");
  });

  it("take back a song that was still being made, and begin no upload to it", async () => {
    const slow = hold();
    const drop = { [`DELETE ${SONG}`]: () => ({ status: 204 }) };
    const calls = serve({ ...begun, ...empty, ...drop, [`POST ${SONGS}`]: () => slow.promise });
    const { store, onChanged, first } = open();
    await store.add([newSong()]);
    await vi.waitFor(() => expect(calls).toHaveLength(1), { interval: 2 });
    const cancelled = store.cancel(first()?.id ?? "");
    slow.resolve({ status: 201, body: { id: "s" } });
    await cancelled;
    expect(calls).toEqual([`POST ${SONGS}`, `GET ${SONG}`, `DELETE ${SONG}`]);
    expect(onChanged).toHaveBeenLastCalledWith("p", null);
  });

  it("cancel an upload that was still being begun", async () => {
    const slow = hold();
    const calls = serve({ ...made, [`POST ${SONG}/uploads`]: () => slow.promise });
    const { store, first } = open();
    await store.add([newSong()]);
    await vi.waitFor(() => expect(calls).toHaveLength(2), { interval: 2 });
    const cancelled = store.cancel(first()?.id ?? "");
    slow.resolve({ status: 201, body: upload });
    await cancelled;
    expect(calls.at(-1)).toBe(`DELETE ${UPLOAD}`);
  });

  it("an editor, who may not delete, hears of no failure; a song with versions is not asked to go", async () => {
    const refused = { [`POST ${SONG}/uploads`]: () => problem(403, "forbidden", "unverified") };
    const forbidden = { [`DELETE ${SONG}`]: () => problem(403, "forbidden") };
    for (const versions of [[], [{}]]) {
      const full = { [`GET ${SONG}`]: () => ({ status: 200, body: { versions } }) };
      const calls = serve({ ...made, ...refused, ...forbidden, ...full });
      const { store, first, reach } = open();
      await store.add([newSong()]);
      await reach("failed");
      await store.cancel(first()?.id ?? "");
      expect(calls.includes(`DELETE ${SONG}`)).toBe(versions.length === 0);
    }
  });

  it("B257: wait without a line and go on by themselves; what they wait for is no alarm", async () => {
    let isAway = true;
    const line = () => (isAway ? Promise.reject(new TypeError("fetch failed")) : { status: 201, body: upload });
    serve({
      ...made,
      [`POST ${SONG}/uploads`]: line,
      [`POST ${UPLOAD}/complete`]: () => ({ status: 200, body: stored }),
    });
    const { store, first, reach } = open();
    await store.add([newSong()]);
    await reach("held");
    expect(first()?.error).toContain("No connection");
    expect(store.isBusy()).toBe(false);
    isAway = false;
    store.tryNow();
    await reach("done");
  });

  it("B257: wait for storage that is down as for a line", async () => {
    let isDown = true;
    const down = () => (isDown ? problem(503, "unavailable", "storage_unreachable") : { status: 200, body: stored });
    serve({ ...made, ...begun, [`POST ${UPLOAD}/complete`]: down });
    const { store, reach } = open();
    await store.add([newSong()]);
    await reach("held");
    isDown = false;
    store.tryNow();
    await reach("done");
  });

  it("B257: rest while paused, also before their turn, and go on when told", async () => {
    const slow = hold();
    const calls = serve({ ...made, ...begun, [`POST ${UPLOAD}/complete`]: () => slow.promise });
    const { store } = open();
    await store.add([newSong(), newSong("RIFF2"), newSong("RIFF33")]);
    const phases = () => store.getItems().map((item) => item.phase);
    await vi.waitFor(() => expect(phases()).toEqual(["finishing", "finishing", "waiting"]), { interval: 2 });
    store.pauseAll();
    expect(phases()).toEqual(["finishing", "finishing", "paused"]);
    slow.resolve({ status: 200, body: stored });
    await vi.waitFor(() => expect(phases()).toEqual(["done", "done", "paused"]), { interval: 2 });
    expect(calls.filter((call) => call === `POST ${SONGS}`)).toHaveLength(2);
    store.goOnAll();
    await vi.waitFor(() => expect(phases()).toEqual(["done", "done", "done"]), { interval: 2 });
  });

  it("B17: are not begun again while the same file is on its way to the same place", async () => {
    const slow = hold();
    const calls = serve({ ...made, [`POST ${SONG}/uploads`]: () => slow.promise });
    const { store, onKnown } = open();
    const take = newSong();
    await store.add([take]);
    await store.add([take]);
    expect(store.getItems()).toHaveLength(1);
    expect(onKnown).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(calls).toHaveLength(2), { interval: 2 });
    // Two of one batch were both meant.
    await store.add([newSong("twin"), newSong("twin")]);
    expect(store.getItems()).toHaveLength(3);
    // Paused, it is not on its way: who sends the file again means another take.
    store.pause(store.getItems()[0]?.id ?? "");
    await store.add([take]);
    expect(store.getItems()).toHaveLength(4);
  });

  it("make one new song for all files that belong to it, and versions in the order of the files", async () => {
    const calls = serve({ ...made, ...begun, [`POST ${UPLOAD}/complete`]: () => ({ status: 200, body: stored }) });
    const { store } = open();
    await store.add([
      { ...newSong("one"), newSongKey: "g" },
      { ...newSong("other"), newSongKey: "g" },
    ]);
    await vi.waitFor(() => expect(store.getItems().every((item) => item.phase === "done")).toBe(true), { interval: 2 });
    expect(calls.filter((call) => call === `POST ${SONGS}`)).toHaveLength(1);
  });

  it("ask for a file that can't be read any more, and for another than its parts came from; what arrived is kept", async () => {
    const parts = [{ number: 1, sizeBytes: 4, sha256: "of another file" }];
    const open1 = { ...upload, state: "open", storedParts: parts };
    const calls = serve({ ...made, [`POST ${SONG}/uploads`]: () => ({ status: 201, body: open1 }) });
    const { store, first, reach } = open();
    const take = newSong();
    const gone = new DOMException("Moved", "NotReadableError");
    vi.spyOn(take.file, "slice").mockReturnValue({ arrayBuffer: () => Promise.reject(gone) } as unknown as Blob);
    await store.add([take]);
    await reach("left");
    expect(first()?.error).toContain("can't be read");
    store.resume(first()?.id ?? "", new File(["RIFF"], "a.wav"));
    await reach("differs");
    store.resume(first()?.id ?? "", new File(["RIFF and more"], "a.wav"));
    await reach("differs");
    expect(calls.some((call) => call.includes("/parts"))).toBe(false);
    store.sendAsNewTake(first()?.id ?? "");
    expect(store.getItems().map((item) => item.phase)).toEqual(["left", "waiting"]);
  });
});
