import { createId } from "@/lib/core/ids";
import type { UploadView } from "@/lib/domains/uploads/schema";
import type { SongAddress } from "../api/queries";
import { describeFailure, refuseEmptyFile } from "./failure";
import { discardSong, makeSong } from "./new-song";
import { createRateMeter, estimateSecondsLeft } from "./rate";
import { createSlots } from "./slots";
import { cancelUpload, uploadFile } from "./upload-file";
import { isOver, type UploadItem } from "./upload-item";

/** Parts on their way at once, over all files. */
const PARTS_IN_FLIGHT = 3;
const FILES_AT_ONCE = 2;
const DONE_SHOWN_MS = 8_000;

export type NewUpload = Pick<UploadItem, "file" | "fileName" | "projectName" | "songName" | "song" | "newSongIn">;

export interface UploadStoreOptions {
  onDone: (item: UploadItem, upload: UploadView) => void;
  /** A song was made or a version may have come: lists are out of date. */
  onChanged: (projectId: string, songId: string | null) => void;
}

export type UploadStore = ReturnType<typeof createUploadStore>;

/** All uploads of a tab. They go on while pages change. */
export function createUploadStore({ onDone, onChanged }: UploadStoreOptions) {
  let items: readonly UploadItem[] = [];
  const listeners = new Set<() => void>();
  const controllers = new Map<string, AbortController>();
  const uploadIds = new Map<string, string>();
  const runs = new Map<string, Promise<void>>();
  const withPartSlot = createSlots(PARTS_IN_FLIGHT);
  const withFileSlot = createSlots(FILES_AT_ONCE);

  const publish = (next: readonly UploadItem[]) => {
    items = next;
    for (const listener of listeners) listener();
  };
  const find = (id: string) => items.find((item) => item.id === id);
  const change = (id: string, part: Partial<UploadItem>) =>
    publish(items.map((item) => (item.id === id ? { ...item, ...part } : item)));

  const start = (id: string) => {
    void withFileSlot(async () => {
      const item = find(id);
      if (!item || isOver(item)) return;
      const running = run(item);
      runs.set(id, running);
      await running;
    });
  };

  const run = async (item: UploadItem) => {
    const controller = new AbortController();
    controllers.set(item.id, controller);
    try {
      const upload = await send(item, controller.signal);
      finish(item, upload);
    } catch (error) {
      if (controller.signal.aborted) return;
      change(item.id, { phase: "failed", ...describeFailure(error), bytesPerSec: null });
      // A song made for a file that was refused is gone with it.
      if (item.newSongIn) onChanged(item.newSongIn, null);
    }
  };

  const send = async (item: UploadItem, signal: AbortSignal): Promise<UploadView> => {
    refuseEmptyFile(item.sizeBytes);
    const song = item.song ?? (await makeSongFor(item));
    signal.throwIfAborted();
    const meter = createRateMeter();
    return uploadFile({
      file: item.file,
      fileName: item.fileName,
      song,
      idempotencyKey: item.id,
      withSlot: withPartSlot,
      signal,
      onBegun: (upload) => {
        uploadIds.set(item.id, upload.id);
        change(item.id, { phase: "sending" });
      },
      onProgress: (sentBytes) => {
        meter.add(performance.now(), sentBytes);
        const bytesPerSec = meter.read();
        change(item.id, {
          sentBytes,
          bytesPerSec,
          secondsLeft: estimateSecondsLeft(item.sizeBytes - sentBytes, bytesPerSec),
        });
      },
      onAllSent: () => change(item.id, { phase: "finishing", sentBytes: item.sizeBytes, bytesPerSec: null }),
    });
  };

  const makeSongFor = async (item: UploadItem): Promise<SongAddress> => {
    const song = await makeSong(item.newSongIn ?? "", item.songName);
    change(item.id, { song });
    onChanged(song.projectId, song.songId);
    return song;
  };

  const takeBack = async (id: string) => {
    const item = find(id);
    const uploadId = uploadIds.get(id);
    if (!item?.song) return;
    if (uploadId) await cancelUpload(item.song, uploadId);
    else if (item.newSongIn) await discardSong(item.song);
  };

  const finish = (item: UploadItem, upload: UploadView) => {
    if (upload.state !== "stored" || !upload.version) {
      change(item.id, {
        phase: "failed",
        error: upload.message ?? "The upload ended without a version.",
        isFinal: true,
      });
      return;
    }
    change(item.id, { phase: "done", versionNumber: upload.version.number });
    onChanged(upload.projectId, upload.songId);
    const done = find(item.id);
    if (done) onDone(done, upload);
    // The message said where it went; the tray is for what is on its way or needs somebody.
    setTimeout(() => publish(items.filter((other) => other.id !== item.id)), DONE_SHOWN_MS);
  };

  return {
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getItems: () => items,
    add(files: NewUpload[]): void {
      const added = files.map(toItem);
      publish([...items, ...added]);
      for (const item of added) start(item.id);
    },
    retry(id: string): void {
      change(id, { phase: "waiting", error: null });
      start(id);
    },
    /** Gives a file up, also one that failed, with what was made for it. What has arrived already stays. @throws ApiError. */
    async cancel(id: string): Promise<void> {
      const newSongIn = find(id)?.newSongIn;
      change(id, { phase: "cancelled", bytesPerSec: null });
      controllers.get(id)?.abort();
      // What was asked for before is answered first: only then is it known what there is to take back.
      await runs.get(id);
      try {
        await takeBack(id);
      } finally {
        if (newSongIn) onChanged(newSongIn, null);
      }
    },
    dismiss(id: string): void {
      publish(items.filter((item) => item.id !== id));
    },
    hasUnfinished: () => items.some((item) => !isOver(item)),
  };
}

function toItem(file: NewUpload): UploadItem {
  return {
    ...file,
    id: createId(),
    sizeBytes: file.file.size,
    phase: "waiting",
    sentBytes: 0,
    bytesPerSec: null,
    secondsLeft: null,
    error: null,
    isFinal: false,
    versionNumber: null,
  };
}
