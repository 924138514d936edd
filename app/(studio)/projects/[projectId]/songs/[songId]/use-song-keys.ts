"use client";
import { flushSync } from "react-dom";
import { usePlayer } from "@/app/_client/player/player-provider";
import { useKeys } from "@/app/_client/player/use-keys";
import type { SongView } from "@/lib/domains/songs/schema";
import { COMPOSER_ID } from "./composer";
import { useResolve } from "./use-comment-actions";
import type { SongSession } from "./use-song-session";

/** Keys of the song page, beside the player's own. */
export function useSongKeys(song: SongView, session: SongSession, onShowKeys: () => void): void {
  const player = usePlayer();
  const resolve = useResolve(song);
  const place = () => session.position.getPositionSec();
  const walk = (step: 1 | -1) => {
    const placed = session.comments.filter((comment) => comment.startSec !== null);
    const at = place();
    const next =
      step === 1
        ? placed.find((comment) => (comment.startSec ?? 0) > at + 0.05)
        : placed.findLast((comment) => (comment.startSec ?? 0) < at - 0.05);
    if (next) session.openComment(next.id);
  };
  const chooseVersion = (number: number) => {
    const version = song.versions.find((candidate) => candidate.number === number);
    if (!version) return false;
    session.chooseVersion(version.id);
  };
  useKeys({
    b: () => session.rail.show(session.rail.view === "brief" ? "comments" : "brief"),
    c: () => {
      // At once: the next key is the first letter.
      if (session.rail.view !== "comments") flushSync(() => session.rail.show("comments"));
      document.getElementById(COMPOSER_ID)?.focus();
    },
    n: () => walk(1),
    p: () => walk(-1),
    r: () => {
      // Nothing is ticked off that is not seen.
      if (session.rail.view !== "comments") return false;
      const lit = session.comments.find((comment) => comment.id === session.litCommentId);
      if (!lit) return false;
      void resolve(lit);
    },
    "[": () => {
      const startSec = place();
      const endSec = session.selection?.endSec ?? session.version?.durationSec ?? startSec + 1;
      session.setSelection({ startSec, endSec: Math.max(endSec, startSec + 0.1) });
    },
    "]": () => {
      const endSec = place();
      const startSec = session.selection?.startSec ?? 0;
      if (endSec > startSec) session.setSelection({ startSec, endSec });
    },
    Space: () => {
      // With nothing in the player, Space plays this song; else the player's own key acts.
      if (player.getState().track !== null || !session.track) return false;
      player.load(session.track, { startSec: session.positionSec, shouldPlay: true });
    },
    "?": onShowKeys,
    "Shift+?": onShowKeys,
    ...Object.fromEntries(Array.from({ length: 9 }, (_, index) => [String(index + 1), () => chooseVersion(index + 1)])),
  });
}
