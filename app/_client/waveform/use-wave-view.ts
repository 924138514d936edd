"use client";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { PositionSource } from "./position-source";
import { clampView, followView, panView, spanAtZoomLevel, type View, zoomLevelOf, zoomView } from "./view";

/** A leap larger than this between two reports is a seek, after which the view follows again. */
const SEEK_LEAP_SEC = 0.75;
const DEFAULT_SPAN_SEC = 40;

export type WaveView = {
  view: View;
  /** 0 whole song … 1 nearest. */
  zoomLevel: number;
  moveTo: (view: View) => void;
  panBy: (deltaSec: number) => void;
  /** Above 1 comes nearer; around the playhead when it is in sight, else the middle. */
  zoomBy: (factor: number, anchorSec?: number) => void;
  zoomToLevel: (level: number) => void;
  fit: () => void;
};

/** Which part of the song is in sight. It turns the page with the playhead until the reader looks elsewhere. */
export function useWaveView(
  durationSec: number,
  position: PositionSource,
  initialSpanSec = DEFAULT_SPAN_SEC,
): WaveView {
  const [wanted, setWanted] = useState<View>({ fromSec: 0, toSec: initialSpanSec });
  const view = useMemo(() => clampView(wanted, durationSec), [wanted, durationSec]);
  const isFollowing = useRef(true);

  useEffect(() => {
    let lastSec = position.getPositionSec();
    const follow = () => {
      const sec = position.getPositionSec();
      if (Math.abs(sec - lastSec) > SEEK_LEAP_SEC) isFollowing.current = true;
      lastSec = sec;
      setWanted((current) => {
        const shown = clampView(current, durationSec);
        const isInSight = sec >= shown.fromSec && sec <= shown.toSec;
        if (isInSight) isFollowing.current = true;
        return isFollowing.current && !isInSight ? followView(shown, sec, durationSec) : current;
      });
    };
    follow();
    return position.subscribe(follow);
  }, [position, durationSec]);

  const moveTo = useCallback(
    (next: View) => {
      isFollowing.current = false;
      setWanted(clampView(next, durationSec));
    },
    [durationSec],
  );

  const zoomBy = useCallback(
    (factor: number, anchorSec?: number) => {
      const sec = position.getPositionSec();
      const isInSight = sec >= view.fromSec && sec <= view.toSec;
      const middleSec = (view.fromSec + view.toSec) / 2;
      moveTo(zoomView(view, factor, anchorSec ?? (isInSight ? sec : middleSec), durationSec));
    },
    [moveTo, view, position, durationSec],
  );

  return {
    view,
    zoomLevel: zoomLevelOf(view, durationSec),
    moveTo,
    zoomBy,
    panBy: (deltaSec) => moveTo(panView(view, deltaSec, durationSec)),
    zoomToLevel: (level) => zoomBy((view.toSec - view.fromSec) / spanAtZoomLevel(level, durationSec)),
    fit: () => moveTo({ fromSec: 0, toSec: durationSec }),
  };
}
