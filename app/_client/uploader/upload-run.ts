import type { UploadView } from "@/lib/domains/uploads/schema";
import type { SongAddress } from "../api/queries";
import { atMostEvery } from "./at-most-every";
import type { Claims } from "./claims";
import type { ItemList } from "./item-list";
import { createRateMeter, estimateSecondsLeft } from "./rate";
import { describeTrouble, refuseEmptyFile } from "./trouble";
import { completeUpload, uploadFile } from "./upload-file";
import { isMoving, type UploadItem } from "./upload-item";
import type { UploadMemory } from "./upload-memory";
import { waitToRetry } from "./wait-to-retry";

/** Progress is told so often: smooth for the eye, and calm for a list of two hundred. */
const TOLD_EVERY_MS = 100;

export interface RunTools {
  list: ItemList;
  memory: UploadMemory;
  claims: Claims;
  makeSong: (item: UploadItem) => Promise<SongAddress>;
  withPartSlot: <T>(work: () => Promise<T>) => Promise<T>;
  /** Makes those that wait for the line try at once. */
  nudges: EventTarget;
  /** Files chosen again after a reload, which have to prove that they are the same. */
  chosenAgain: Set<string>;
  onStored: (id: string, upload: UploadView) => void;
  onFailed: (item: UploadItem) => void;
}

/** What all runs of a tab share. */
export type RunState = RunTools & { known: Map<string, Map<number, string>>; hasArrived: boolean };

/** Brings one file there. What passes is waited for; what does not is told on the item. Ends quietly when cut. */
export async function runUpload(state: RunState, id: string, signal: AbortSignal): Promise<void> {
  const { list } = state;
  for (let tries = 0; ; tries++) {
    const sentBefore = list.find(id)?.sentBytes ?? 0;
    try {
      const upload = await send(state, id, signal);
      return state.onStored(id, upload);
    } catch (error) {
      if (signal.aborted) return;
      const trouble = await describeTrouble(error, state.hasArrived);
      if (signal.aborted) return;
      list.change(id, { ...trouble, bytesPerSec: null, secondsLeft: null });
      const item = list.find(id);
      if (trouble.phase !== "held" || !item) return item && state.onFailed(item);
      if (item.sentBytes > sentBefore) tries = 0;
      await waitToRetry(tries, state.nudges, signal);
      if (signal.aborted) return;
    }
  }
}

async function send(state: RunState, id: string, signal: AbortSignal): Promise<UploadView> {
  const item = state.list.find(id);
  if (!item) throw new DOMException("Gone", "AbortError");
  refuseEmptyFile(item.sizeBytes);
  // All of it had arrived before a reload: nothing is needed of the file.
  if (!item.file && item.song && item.uploadId) return await completeUpload(item.song, item.uploadId, signal);
  const song = item.song ?? (await state.makeSong(item));
  signal.throwIfAborted();
  if (!item.file) throw new DOMException("No file", "AbortError");
  return await uploadFile({
    ...{ file: item.file, fileName: item.fileName, purpose: item.purpose, song, idempotencyKey: id, signal },
    ...{ known: knownOf(state, id), isSameHandle: !state.chosenAgain.has(id), withSlot: state.withPartSlot },
    ...listen(state, item),
    waitForTurn: () => state.list.until((items) => !items.some((other) => comesBefore(other, id, items)), signal),
  });
}

function listen(state: RunState, { id, sizeBytes }: UploadItem) {
  const { list, memory } = state;
  const meter = createRateMeter();
  const tell = (sentBytes: number) => {
    if (list.find(id)?.phase !== "sending") return;
    meter.add(performance.now(), sentBytes);
    const bytesPerSec = meter.read();
    const secondsLeft = estimateSecondsLeft(sizeBytes - sentBytes, bytesPerSec);
    list.change(id, { sentBytes, bytesPerSec, secondsLeft });
  };
  return {
    onBegun: (upload: UploadView) => {
      list.change(id, {
        uploadId: upload.id,
        phase: upload.storedParts.length > 0 ? "checking" : "sending",
        error: null,
      });
      const begun = list.find(id);
      if (begun) memory.save([begun]);
    },
    onCompared: () => list.change(id, { phase: "sending" }),
    onProgress: atMostEvery(TOLD_EVERY_MS, tell),
    onPartSent: () => {
      state.hasArrived = true;
    },
    onAllSent: () => {
      list.change(id, { phase: "finishing", sentBytes: sizeBytes, bytesPerSec: null, secondsLeft: null });
    },
  };
}

function knownOf(state: RunState, id: string): Map<number, string> {
  const known = state.known.get(id) ?? new Map<number, string>();
  state.known.set(id, known);
  return known;
}

/** An earlier file of the same song that moves: its version gets the lower number. */
function comesBefore(other: UploadItem, id: string, items: readonly UploadItem[]): boolean {
  const item = items.find((candidate) => candidate.id === id);
  if (!item || !isMoving(other) || items.indexOf(other) >= items.indexOf(item)) return false;
  return other.song !== null && other.song.songId === item.song?.songId;
}
