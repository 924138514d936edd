import type { PlayerTrack } from "./track";

/** The keys of a keyboard, a headset or a lock screen. */
export type MediaKeys = {
  tellTrack: (track: PlayerTrack) => void;
  tellPlaying: (isPlaying: boolean) => void;
  tellPlace: (positionSec: number, durationSec: number) => void;
  handle: (action: MediaSessionAction, handler: MediaSessionActionHandler) => void;
};

type Transport = {
  play: () => void;
  pause: () => void;
  seek: (positionSec: number) => void;
  seekBy: (deltaSec: number) => void;
};

const SKIP_SEC = 5;

/** Names the track on the lock screen and lets its keys drive the player. */
export function announceTrack(keys: MediaKeys, track: PlayerTrack, transport: Transport): void {
  keys.tellTrack(track);
  keys.tellPlace(0, track.durationSec);
  keys.handle("play", transport.play);
  keys.handle("pause", transport.pause);
  keys.handle("seekbackward", ({ seekOffset }) => transport.seekBy(-(seekOffset ?? SKIP_SEC)));
  keys.handle("seekforward", ({ seekOffset }) => transport.seekBy(seekOffset ?? SKIP_SEC));
  keys.handle("seekto", ({ seekTime }) => transport.seek(seekTime ?? 0));
}

/** The browser's Media Session; null where there is none. */
export function openMediaKeys(): MediaKeys | null {
  if (!("mediaSession" in navigator)) return null;
  const session = navigator.mediaSession;
  return {
    tellTrack: ({ title, versionLabel, projectName, cover }) => {
      const artwork = cover ? [{ src: cover.large, sizes: "800x800", type: "image/webp" }] : [];
      const words = { title: `${title} ${versionLabel}`, artist: projectName, album: "Segno" };
      session.metadata = new MediaMetadata({ ...words, artwork });
    },
    tellPlaying: (isPlaying) => {
      session.playbackState = isPlaying ? "playing" : "paused";
    },
    tellPlace: (positionSec, durationSec) => {
      if (durationSec > 0)
        session.setPositionState({ duration: durationSec, position: Math.min(positionSec, durationSec) });
    },
    handle: (action, handler) => session.setActionHandler(action, handler),
  };
}
