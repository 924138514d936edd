import { type AudioEngineOptions, createAudioEngine, type EngineStatus } from "./audio-engine";
import { announceTrack, type MediaKeys } from "./media-session";
import { createPlayMeter } from "./play-meter";
import { fitLoop, fitPosition, IDLE_STATE, isWorthTelling, type PlayerState } from "./player-state";
import { isDescribedAs, type LoopRange, type PlayerTrack } from "./track";

export type PlayerStore = {
  getState: () => PlayerState;
  subscribe: (listener: () => void) => () => void;
  /** The place for every frame: drives playheads without rendering. */
  position: { getPositionSec: () => number; subscribe: (listener: () => void) => () => void };
  /** Puts a version into the player; the same version keeps its place unless `startSec` is given. */
  load: (track: PlayerTrack, options?: { startSec?: number; shouldPlay?: boolean }) => void;
  /** Other words or another picture of the version that is in the player; of any other nothing changes. */
  describe: (track: PlayerTrack) => void;
  play: () => void;
  pause: () => void;
  /** True while it plays or will as soon as there is sound. */
  isPlayWanted: () => boolean;
  toggle: () => void;
  seek: (positionSec: number) => void;
  seekBy: (deltaSec: number) => void;
  setVolume: (volume: number) => void;
  toggleMute: () => void;
  /** The range to loop; looping starts at once unless told otherwise. Null ends it. */
  setLoop: (loop: LoopRange | null, isLooping?: boolean) => void;
  toggleLoop: () => void;
};

type PlayerStoreOptions = Pick<AudioEngineOptions, "createAudio" | "onNextFrame"> & {
  mediaKeys: MediaKeys | null;
  /** Told once a listening, when enough of it was heard. */
  onHeard: (track: PlayerTrack) => void;
};

const STATUS_OF: Record<EngineStatus, PlayerState["status"]> = {
  loading: "loading",
  playing: "playing",
  paused: "paused",
  ended: "paused",
  error: "error",
};

/** The one player of a page: state for React, and a place for what moves on every frame. */
export function createPlayerStore({ createAudio, onNextFrame, mediaKeys, onHeard }: PlayerStoreOptions): PlayerStore {
  let state = IDLE_STATE;
  const listeners = new Set<() => void>();
  const frameListeners = new Set<() => void>();

  const change = (part: Partial<PlayerState>) => {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  };

  const meter = createPlayMeter();

  const engine = createAudioEngine({
    createAudio,
    onNextFrame,
    onStatus: (status) => {
      if (status === "ended") meter.begin();
      if (state.track && state.status !== STATUS_OF[status]) change({ status: STATUS_OF[status] });
      mediaKeys?.tellPlaying(status === "playing");
    },
    onPosition: (positionSec) => {
      for (const listener of frameListeners) listener();
      if (state.track && state.status === "playing" && meter.hear(positionSec, state.track.durationSec))
        onHeard(state.track);
      if (isWorthTelling(state.positionSec, positionSec)) change({ positionSec });
    },
  });

  const store: PlayerStore = {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    position: {
      getPositionSec: () => (state.track ? engine.getPositionSec() : 0),
      subscribe: (listener) => {
        frameListeners.add(listener);
        return () => frameListeners.delete(listener);
      },
    },
    load(track, { startSec, shouldPlay = false } = {}) {
      const isSame = state.track?.versionId === track.versionId && state.status !== "error";
      change(
        isSame ? { track } : { track, status: "loading", positionSec: startSec ?? 0, loop: null, isLooping: false },
      );
      if (isSame) {
        if (startSec !== undefined) store.seek(startSec);
      } else {
        meter.begin();
        engine.pause();
        engine.setLoop(null);
        engine.load(track.previewUrl, fitPosition(startSec ?? 0, track.durationSec));
      }
      if (mediaKeys) announceTrack(mediaKeys, track, store);
      if (shouldPlay) store.play();
    },
    describe(track) {
      const shown = state.track;
      if (shown?.versionId !== track.versionId || isDescribedAs(shown, track)) return;
      change({ track });
      mediaKeys?.tellTrack(track);
    },
    play() {
      if (!state.track) return;
      if (state.status !== "playing") change({ status: "loading" });
      engine.play();
    },
    pause() {
      if (!state.track) return;
      engine.pause();
      if (state.status === "loading") change({ status: "paused" });
    },
    isPlayWanted: () => engine.isPlayWanted(),
    toggle: () => (state.status === "playing" || state.status === "loading" ? store.pause() : store.play()),
    seek(positionSec) {
      if (!state.track) return;
      engine.seek(fitPosition(positionSec, state.track.durationSec));
      mediaKeys?.tellPlace(engine.getPositionSec(), state.track.durationSec);
    },
    seekBy: (deltaSec) => store.seek(store.position.getPositionSec() + deltaSec),
    setVolume(volume) {
      change({ volume: Math.min(1, Math.max(0, volume)), isMuted: false });
      engine.setVolume(state.volume, false);
    },
    toggleMute() {
      change({ isMuted: !state.isMuted });
      engine.setVolume(state.volume, state.isMuted);
    },
    setLoop(loop, isLooping = true) {
      const fitting = fitLoop(loop, state.track?.durationSec ?? 0);
      change({ loop: fitting, isLooping: fitting !== null && isLooping });
      engine.setLoop(state.isLooping ? fitting : null);
    },
    toggleLoop: () => store.setLoop(state.loop, !state.isLooping),
  };
  return store;
}
