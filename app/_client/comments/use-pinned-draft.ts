"use client";
import { type RefObject, useEffectEvent, useLayoutEffect, useRef } from "react";
import { usePlayer } from "../player/player-provider";
import type { PositionSource } from "../waveform/position-source";
import { useDraft } from "./use-draft";

interface PinnedDraft {
  words: string;
  /** Where the first word was typed; null before it. */
  pinnedSec: number | null;
  type: (words: string) => void;
  /** After the words were sent. */
  clear: () => void;
}

/** The words of a comment to a version, with the moment at which typing began. Pauses the sound meanwhile, if asked to. */
export function usePinnedDraft(
  versionId: string,
  position: PositionSource,
  pauses: boolean,
  field: RefObject<HTMLTextAreaElement | null>,
): PinnedDraft {
  const player = usePlayer();
  const [words, setWords] = useDraft(`comment:${versionId}`);
  // Kept beside the words: they belong to this moment wherever one listens meanwhile.
  const [pin, setPin] = useDraft(`pin:${versionId}`);
  const wasPlaying = useRef(false);

  const unpin = () => {
    setPin("");
    if (wasPlaying.current) player.play();
    wasPlaying.current = false;
  };
  const type = (next: string) => {
    if (words === "" && next !== "") {
      setPin(String(position.getPositionSec()));
      wasPlaying.current = pauses && player.getState().status === "playing";
      if (wasPlaying.current) player.pause();
    }
    if (next === "") unpin();
    setWords(next);
  };
  // What was typed while the page's scripts were still on their way: nobody heard of it until now.
  const adoptEarlyWords = useEffectEvent(() => {
    const early = field.current?.value ?? "";
    if (early !== "" && early !== words) type(words === "" ? early : `${words} ${early}`);
  });
  useLayoutEffect(() => adoptEarlyWords(), []);
  return {
    words,
    pinnedSec: pin === "" ? null : Number(pin),
    type,
    clear: () => {
      setWords("");
      unpin();
    },
  };
}
