"use client";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { holdPosition, type PositionSource } from "../waveform/position-source";
import { openMediaKeys } from "./media-session";
import { IDLE_STATE, type PlayerState } from "./player-state";
import { createPlayerStore, type PlayerStore } from "./player-store";
import type { PlayerTrack } from "./track";

const PlayerContext = createContext<PlayerStore | null>(null);
const VOLUME_KEY = "segno.volume";

/** Nobody waits for it, and one that is lost costs a listener nothing. */
function tellHeard({ playsUrl }: PlayerTrack): void {
  fetch(playsUrl, { method: "POST", keepalive: true }).catch(() => undefined);
}

function createBrowserPlayer(): PlayerStore {
  return createPlayerStore({
    createAudio: () => {
      const audio = new Audio();
      audio.preload = "auto";
      return audio;
    },
    onNextFrame: (callback) => {
      const frame = requestAnimationFrame(callback);
      return () => cancelAnimationFrame(frame);
    },
    onHeard: tellHeard,
    mediaKeys: typeof navigator === "undefined" ? null : openMediaKeys(),
  });
}

/** Put once in the layout that all pages with sound share, so that playing goes on while they change. */
export function PlayerProvider({ children }: { children: ReactNode }) {
  const [store] = useState(createBrowserPlayer);
  useEffect(() => {
    const kept = Number.parseFloat(localStorage.getItem(VOLUME_KEY) ?? "");
    if (kept >= 0 && kept <= 1) store.setVolume(kept);
    const forget = store.subscribe(() => localStorage.setItem(VOLUME_KEY, String(store.getState().volume)));
    return () => {
      forget();
      store.pause();
    };
  }, [store]);
  return <PlayerContext value={store}>{children}</PlayerContext>;
}

/** The player's commands; never renders by itself. */
export function usePlayer(): PlayerStore {
  const store = useContext(PlayerContext);
  if (!store) throw new Error("usePlayer needs a PlayerProvider above it");
  return store;
}

/** A part of the player's state; `pick` must answer a primitive or an object of the state itself. */
export function usePlayerState<Part>(pick: (state: PlayerState) => Part): Part {
  const store = usePlayer();
  return useSyncExternalStore(
    store.subscribe,
    () => pick(store.getState()),
    () => pick(IDLE_STATE),
  );
}

/** Where a version is: the player's place while it is in the player, else held at `restSec`. */
export function useVersionPosition(versionId: string, restSec = 0): PositionSource {
  const store = usePlayer();
  const isCurrent = usePlayerState((state) => state.track?.versionId === versionId);
  return useMemo(() => (isCurrent ? store.position : holdPosition(restSec)), [isCurrent, store, restSec]);
}
