"use client";
import { useState } from "react";
import { findLit } from "@/app/_client/comments/find-lit";
import { usePlayer, usePlayerState, useVersionPosition } from "@/app/_client/player/player-provider";
import type { PlayerTrack } from "@/app/_client/player/track";
import type { PositionSource } from "@/app/_client/waveform/position-source";
import type { CommentView } from "@/lib/domains/comments/schema";
import type { VisitSongView, VisitVersionView, VisitView } from "@/lib/domains/links/visiting/schema";
import { toVisitTrack } from "./to-visit-track";

/** What the parts of a guest's song share: the version in view, its comments, the place, the lit comment. */
export interface VisitSession {
  version: VisitVersionView | null;
  track: PlayerTrack | null;
  comments: CommentView[];
  position: PositionSource;
  positionSec: number;
  isInPlayer: boolean;
  litCommentId: string | null;
  chooseVersion: (versionId: string) => void;
  listen: () => void;
  seek: (sec: number) => void;
  openComment: (commentId: string) => void;
}

export function useVisitSession(
  visit: VisitView,
  song: VisitSongView,
  comments: CommentView[],
  token: string,
): VisitSession {
  const player = usePlayer();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [openedId, setOpenedId] = useState<string | null>(null);
  const [restSec, setRestSec] = useState(0);
  const version = find(song, chosenId) ?? find(song, song.playedVersionId) ?? song.versions[0] ?? null;
  const versionId = version?.id ?? "";
  const track = version && toVisitTrack(visit, song, version, token);
  const isInPlayer = usePlayerState((state) => state.track?.versionId === versionId);
  const playerSec = usePlayerState((state) => state.positionSec);
  const position = useVersionPosition(versionId, restSec);
  const positionSec = isInPlayer ? playerSec : restSec;
  const own = comments.filter((comment) => comment.versionId === versionId);
  const seek = (sec: number) => {
    if (isInPlayer) player.seek(sec);
    else setRestSec(sec);
  };
  return {
    version,
    track,
    comments: own,
    position,
    positionSec,
    isInPlayer,
    litCommentId: findLit(own, positionSec, openedId),
    chooseVersion: (id) => {
      const next = find(song, id);
      const nextTrack = next && toVisitTrack(visit, song, next, token);
      setRestSec(positionSec);
      setChosenId(id);
      if (isInPlayer && nextTrack) {
        player.load(nextTrack, { startSec: positionSec, shouldPlay: player.isPlayWanted() });
      }
    },
    listen: () => {
      if (track) player.load(track, { startSec: positionSec, shouldPlay: true });
    },
    seek,
    openComment: (id) => {
      const startSec = own.find((comment) => comment.id === id)?.startSec;
      setOpenedId(id);
      if (typeof startSec === "number") seek(startSec);
    },
  };
}

function find(song: VisitSongView, id: string | null): VisitVersionView | null {
  return song.versions.find((version) => version.id === id) ?? null;
}
