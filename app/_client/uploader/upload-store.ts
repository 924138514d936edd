import type { SongItem } from "@/lib/domains/songs/schema";
import type { UploadView } from "@/lib/domains/uploads/schema";
import { ApiError, describeError } from "../api/api-error";
import type { SongAddress } from "../api/queries";
import { callApi } from "../api/request";
import { PartError } from "./put-part";
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
  const withPartSlot = createSlots(PARTS_IN_FLIGHT);
  const withFileSlot = createSlots(FILES_AT_ONCE);

  const publish = (next: readonly UploadItem[]) => {
    items = next;
    for (const listener of listeners) listener();
  };
  const find = (id: string) => items.find((item) => item.id === id);
  const change = (id: string, part: Partial<UploadItem>) =>
    publish(items.map((item) => (item.id === id ? { ...item, ...part } : item)));

  const run = async (id: string) => {
    const controller = new AbortController();
    controllers.set(id, controller);
    const item = find(id);
    if (!item || isOver(item)) return;
    try {
      const upload = await send(item, controller.signal);
      finish(item, upload);
    } catch (error) {
      if (!controller.signal.aborted) change(id, { phase: "failed", ...describeFailure(error), bytesPerSec: null });
    }
  };

  const send = async (item: UploadItem, signal: AbortSignal): Promise<UploadView> => {
    const song = item.song ?? (await makeSong(item, signal));
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

  const makeSong = async (item: UploadItem, signal: AbortSignal): Promise<SongAddress> => {
    const projectId = item.newSongIn ?? "";
    const made = await callApi<SongItem>(`/api/projects/${projectId}/songs`, {
      method: "POST",
      body: { name: item.songName },
      signal,
    });
    const song = { projectId, songId: made.id };
    change(item.id, { song });
    onChanged(projectId, made.id);
    return song;
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
      for (const item of added) void withFileSlot(() => run(item.id));
    },
    retry(id: string): void {
      change(id, { phase: "waiting", error: null });
      void withFileSlot(() => run(id));
    },
    async cancel(id: string): Promise<void> {
      const item = find(id);
      change(id, { phase: "cancelled", bytesPerSec: null });
      controllers.get(id)?.abort();
      const uploadId = uploadIds.get(id);
      if (item?.song && uploadId) await cancelUpload(item.song, uploadId);
      if (item?.song && item.newSongIn)
        await callApi(`/api/projects/${item.newSongIn}/songs/${item.song.songId}`, { method: "DELETE" });
      if (item?.newSongIn) onChanged(item.newSongIn, null);
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
    id: crypto.randomUUID(),
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

function describeFailure(error: unknown): Pick<UploadItem, "error" | "isFinal"> {
  if (error instanceof PartError) {
    return { error: "The connection to the storage broke. What arrived is kept.", isFinal: false };
  }
  const isFinal = error instanceof ApiError && ["invalid_input", "too_large", "gone"].includes(error.problem.code);
  return { error: describeError(error), isFinal };
}
