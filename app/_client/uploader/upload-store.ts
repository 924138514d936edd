import { createSlots } from "@/lib/core/slots";
import type { UploadView } from "@/lib/domains/uploads/schema";
import { type Claims, createClaims } from "./claims";
import { createItemList } from "./item-list";
import { createLeftActions } from "./left-actions";
import { discardSong } from "./new-song";
import { type NewUpload, toItem } from "./new-upload";
import { createSongMaker } from "./song-maker";
import { cancelUpload } from "./upload-file";
import { isMoving, isOnItsWay, type UploadItem } from "./upload-item";
import { joinMoving, openUploadMemory, type UploadMemory } from "./upload-memory";
import { type RunState, runUpload } from "./upload-run";

/** Parts on their way at once, over all files. */
const PARTS_IN_FLIGHT = 3;
const FILES_AT_ONCE = 2;
const DONE_SHOWN_MS = 8_000;

export interface UploadStoreOptions {
  /** Whose uploads they are: what this browser remembers is kept apart by person. */
  accountId: string;
  onDone: (item: UploadItem, upload: UploadView) => void;
  /** A song was made or a version may have come: lists are out of date. */
  onChanged: (projectId: string, songId: string | null) => void;
  /** Files that were on their way already, so nothing was begun for them. */
  onKnown?: (items: UploadItem[]) => void;
  memory?: UploadMemory;
  claims?: Claims;
}

export type UploadStore = ReturnType<typeof createUploadStore>;

/** All uploads of a tab. They go on while pages change, and are found again after a reload. */
export function createUploadStore({ accountId, onDone, onChanged, onKnown, ...options }: UploadStoreOptions) {
  const list = createItemList();
  const { find, change } = list;
  const memory = options.memory ?? openUploadMemory(accountId);
  const claims = options.claims ?? createClaims();
  const controllers = new Map<string, AbortController>();
  const runs = new Map<string, Promise<void>>();
  const withFileSlot = createSlots(FILES_AT_ONCE);
  const state: RunState = {
    ...{ list, memory, claims, known: new Map(), chosenAgain: new Set(), nudges: new EventTarget(), hasArrived: false },
    withPartSlot: createSlots(PARTS_IN_FLIGHT),
    makeSong: createSongMaker((key, song) => {
      const made = list.get().filter((item) => !item.song && (item.newSongKey ?? item.id) === key);
      for (const item of made) change(item.id, { song });
      memory.save(made.map((item) => ({ ...item, song })));
      onChanged(song.projectId, song.songId);
    }),
    onStored: (id, upload) => finish(id, upload),
    onFailed: ({ newSongIn, isFinal, id, phase }) => {
      if (isFinal) forget(id);
      // Without its file nobody sends it: any window may go on with it.
      if (phase === "left") claims.release(id);
      // A song made for a file that was refused is gone with it.
      if (newSongIn) onChanged(newSongIn, null);
    },
  };

  /** Its turn comes when no other window has it and one of the few places is free. */
  const start = (id: string) => {
    const controller = new AbortController();
    controllers.set(id, controller);
    const { signal } = controller;
    const isWanted = () => find(id)?.phase === "waiting" && !signal.aborted;
    const take = async () => {
      await claims.claim(id, signal, () => change(id, { phase: "elsewhere" }));
      if (signal.aborted) return;
      if (find(id)?.phase === "elsewhere") change(id, { ...learned(id), phase: "waiting" });
      await withFileSlot(async () => {
        if (!isWanted()) return;
        const running = runUpload(state, id, signal);
        runs.set(id, running);
        await running;
      });
    };
    take().catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  };
  /** What the window that had it has done meanwhile. */
  const learned = (id: string): Partial<UploadItem> => {
    const { song = null, uploadId = null } = memory.find(id) ?? {};
    return { ...(song ? { song } : {}), ...(uploadId ? { uploadId } : {}) };
  };
  const forget = (id: string) => {
    memory.end(id);
    claims.release(id);
  };

  const takeBack = async (item: UploadItem) => {
    if (!item.song) return;
    if (item.uploadId) return await cancelUpload(item.song, item.uploadId);
    const isShared = list.get().some((other) => other.id !== item.id && other.newSongKey === item.newSongKey);
    if (item.newSongIn && !isShared) await discardSong(item.song);
  };

  const finish = (id: string, upload: UploadView) => {
    forget(id);
    if (upload.state !== "stored" || !(upload.version ?? upload.attachment)) {
      const error = upload.message ?? "The upload ended, and nothing came of it.";
      return change(id, { phase: "failed", error, isFinal: true });
    }
    const { projectId, songId, version } = upload;
    change(id, { phase: "done", versionNumber: version?.number ?? null, song: { projectId, songId } });
    onChanged(projectId, songId);
    const done = find(id);
    if (done) onDone(done, upload);
    // The message said where it went; the tray is for what is on its way or needs somebody.
    setTimeout(() => list.remove(id), DONE_SHOWN_MS);
  };

  const pause = (id: string) => {
    const item = find(id);
    if (!item || !isOnItsWay(item) || item.phase === "finishing") return;
    change(id, { phase: "paused", error: null, bytesPerSec: null, secondsLeft: null });
    controllers.get(id)?.abort();
  };
  const goOn = async (id: string) => {
    // What was cut may still be ending.
    await runs.get(id);
    const item = find(id);
    if (item?.phase !== "paused" && item?.phase !== "failed") return;
    change(id, { phase: "waiting", error: null });
    start(id);
  };
  const begin = (added: UploadItem[]) => {
    list.add(added);
    memory.save(added);
    for (const item of added) start(item.id);
  };
  /** What is on its way already, here or in another window, is not begun again: there it joins that one. */
  const add = async (files: NewUpload[]): Promise<void> => {
    const elsewhere = await claims.list();
    const moving = memory.list().filter(({ id }) => {
      const own = find(id);
      return own ? isOnItsWay(own) : elsewhere.has(id);
    });
    const { added, known } = joinMoving(files.map(toItem), moving);
    begin(added.filter((item) => !find(item.id)));
    if (known.some((item) => find(item.id))) onKnown?.(known);
  };

  return {
    subscribe: list.subscribe,
    getItems: list.get,
    add,
    pause,
    goOn,
    pauseAll: () => list.get().forEach((item) => void pause(item.id)),
    goOnAll: () => list.get().forEach((item) => void (item.phase === "paused" && goOn(item.id))),
    /** Those that wait for the line try at once. */
    tryNow: () => void state.nudges.dispatchEvent(new Event("nudge")),
    ...createLeftActions({ ...state, start, begin }),
    /** Gives a file up, also one that failed, with what was made for it. What has arrived already stays. @throws ApiError. */
    async cancel(id: string): Promise<void> {
      const { newSongIn, phase } = find(id) ?? {};
      change(id, { phase: "cancelled", bytesPerSec: null });
      controllers.get(id)?.abort();
      // The other window's upload is its own to give up.
      if (phase === "elsewhere") return list.remove(id);
      // What was asked for before is answered first: only then is it known what there is to take back.
      await runs.get(id);
      const item = find(id);
      try {
        if (item) await takeBack(item);
        forget(id);
      } finally {
        if (newSongIn) onChanged(newSongIn, null);
      }
    },
    dismiss: list.remove,
    /** Bytes move, or will as soon as others have: leaving now would stop them. */
    isBusy: () => list.get().some(isMoving),
  };
}
