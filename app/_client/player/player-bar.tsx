"use client";
import { PlayerNow } from "./player-now";
import { PlayerTransport } from "./player-transport";
import { PlayerVolume } from "./player-volume";
import { usePlayerKeys } from "./use-player-keys";

/** The lower edge of every page: `--player` high (add the safe area on a phone), full width. */
export function PlayerBar() {
  usePlayerKeys();
  return (
    <section
      aria-label="Player"
      className="relative z-20 grid h-(--player) grid-cols-[minmax(0,1fr)_minmax(320px,440px)_minmax(0,1fr)] items-center gap-6 border-grey-3 border-t bg-paper-low pr-5 pl-[18px] wide:grid-cols-[minmax(0,1fr)_minmax(420px,560px)_minmax(0,1fr)] max-desk:box-content max-desk:grid-cols-[minmax(0,1fr)_auto] max-desk:gap-2 max-desk:pr-2.5 max-desk:pb-[env(safe-area-inset-bottom)] max-desk:pl-3"
    >
      <PlayerNow />
      <PlayerTransport />
      <PlayerVolume />
    </section>
  );
}
