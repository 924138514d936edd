"use client";
import { useEffect, useMemo, useState } from "react";
import { findLit } from "@/app/_client/comments/find-lit";
import { usePlayer, usePlayerState, useVersionPosition } from "@/app/_client/player/player-provider";
import { toTrack } from "@/app/_client/player/to-track";
import type { PlayerTrack } from "@/app/_client/player/track";
import type { Range } from "@/app/_client/waveform/mark";
import type { PositionSource } from "@/app/_client/waveform/position-source";
import type { CommentView } from "@/lib/domains/comments/schema";
import type { SongView } from "@/lib/domains/songs/schema";
import type { VersionView } from "@/lib/domains/versions/schema";
import type { Rail } from "./use-rail";

interface SessionInput {
  song: SongView;
  comments: CommentView[];
  rail: Rail;
  startVersionId: string | null;
  startSec: number | null;
  startCommentId: string | null;
}

/** What the parts of the song page share: the version in view, its comments, the place, the range, the lit comment. */
export interface SongSession {
  version: VersionView | null;
  track: PlayerTrack | null;
  chooseVersion: (versionId: string) => void;
  /** Of the version in view, in the order of the sound. */
  comments: CommentView[];
  otherCommentCount: number;
  position: PositionSource;
  positionSec: number;
  isInPlayer: boolean;
  seek: (sec: number) => void;
  selection: Range | null;
  setSelection: (range: Range | null) => void;
  isLooping: boolean;
  toggleLoop: () => void;
  litCommentId: string | null;
  openComment: (commentId: string) => void;
  /** Goes to a moment and plays from there. */
  playFrom: (sec: number) => void;
  rail: Rail;
}

export function useSongSession(input: SessionInput): SongSession {
  const { song, comments } = input;
  const player = usePlayer();
  // A version that comes while one listens or writes waits to be chosen; the one in view stays.
  const [chosenId, setChosenId] = useState(() => input.startVersionId ?? findCurrentId(song));
  const [openedId, setOpenedId] = useState(input.startCommentId);
  const [restSec, setRestSec] = useState(() => input.startSec ?? 0);
  const [place, setPlace] = useState(input);
  if (isOtherPlace(place, input)) {
    // A link led to another moment of the song that is open already.
    setPlace(input);
    if (input.startVersionId) setChosenId(input.startVersionId);
    if (input.startSec !== null) setRestSec(input.startSec);
    setOpenedId(input.startCommentId);
  }
  // A song that was empty: its first take is the one in view from now on.
  const firstId = findCurrentId(song);
  if (chosenId === null && firstId !== null) setChosenId(firstId);
  const version =
    song.versions.find((candidate) => candidate.id === chosenId) ??
    song.versions.find(({ id }) => id === findCurrentId(song)) ??
    null;
  const versionId = version?.id ?? "";
  const isInPlayer = usePlayerState((state) => state.track !== null && state.track.versionId === versionId);
  const [range, setRange] = useState<Range | null>(() => (isInPlayer ? player.getState().loop : null));
  useEffect(() => {
    // The player loops what is selected here, also when it was selected before it played, or on another version.
    if (isInPlayer) player.setLoop(range, range !== null && player.getState().isLooping);
  }, [isInPlayer, range, player, versionId]);
  const { startSec, startVersionId, startCommentId } = input;
  useEffect(() => {
    // A link to a moment moves the player, too, when it plays this version already.
    if (startSec !== null && player.getState().track?.versionId === startVersionId) player.seek(startSec);
  }, [startSec, startVersionId, startCommentId, player]);
  const playerSec = usePlayerState((state) => state.positionSec);
  const isLooping = usePlayerState((state) => state.isLooping) && isInPlayer;
  const position = useVersionPosition(versionId, restSec);
  const positionSec = isInPlayer ? playerSec : restSec;
  const track = useMemo(() => (version ? toTrack(song, version) : null), [song, version]);
  useEffect(() => {
    // The song has another name or cover since it was put into the player.
    if (track) player.describe(track);
  }, [track, player]);
  const own = useMemo(() => comments.filter((comment) => comment.versionId === versionId), [comments, versionId]);

  const seek = (sec: number) => {
    if (isInPlayer) player.seek(sec);
    else setRestSec(sec);
  };
  return {
    version,
    track,
    chooseVersion: (id) => {
      const wasPlaying = isInPlayer && player.isPlayWanted();
      const next = song.versions.find((candidate) => candidate.id === id);
      setRestSec(positionSec);
      setChosenId(id);
      const nextTrack = next ? toTrack(song, next) : null;
      if (isInPlayer && nextTrack) player.load(nextTrack, { startSec: positionSec, shouldPlay: wasPlaying });
    },
    comments: own,
    otherCommentCount: comments.length - own.length,
    position,
    positionSec,
    isInPlayer,
    seek,
    selection: range,
    setSelection: setRange,
    isLooping,
    toggleLoop: () => {
      if (track && range) {
        if (!isInPlayer) player.load(track, { startSec: range.startSec, shouldPlay: true });
        player.setLoop(range, !isLooping);
      }
    },
    litCommentId: findLit(own, positionSec, openedId),
    openComment: (commentId) => {
      const comment = own.find((candidate) => candidate.id === commentId);
      setOpenedId(commentId);
      if (typeof comment?.startSec === "number") seek(comment.startSec);
    },
    playFrom: (sec) => {
      if (track) player.load(track, { startSec: sec, shouldPlay: true });
      else seek(sec);
    },
    rail: input.rail,
  };
}

/** The version to show where none is named. */
function findCurrentId(song: SongView): string | null {
  return song.currentVersionId ?? song.versions[0]?.id ?? null;
}

function isOtherPlace(before: SessionInput, now: SessionInput): boolean {
  return (
    before.startVersionId !== now.startVersionId ||
    before.startSec !== now.startSec ||
    before.startCommentId !== now.startCommentId
  );
}
