"use client";
import { useMemo } from "react";
import { toMarks } from "@/app/_client/comments/to-marks";
import { useLevels } from "@/app/_client/waveform/use-levels";
import { usePeaksAt } from "@/app/_client/waveform/use-peaks";
import { useWaveView } from "@/app/_client/waveform/use-wave-view";
import { ZoomWaveform } from "@/app/_client/waveform/zoom-waveform";
import type { VisitVersionView } from "@/lib/domains/links/visiting/schema";
import type { VisitSession } from "./use-visit-session";
import { colorsOf } from "./visit-colors";
import { type VisitAddress, visitSongPath } from "./visit-queries";

interface VisitWaveProps {
  address: VisitAddress;
  version: VisitVersionView;
  session: VisitSession;
}

/** The whole song in one look, with what was said of it. */
export function VisitWave({ address, version, session }: VisitWaveProps) {
  const path = `${visitSongPath(address)}/versions/${version.id}/peaks`;
  const { peaks, rms } = usePeaksAt(path, version.id, version.hasPeaks);
  const levels = useLevels(peaks, rms);
  const durationSec = version.durationSec ?? 0;
  const wave = useWaveView(durationSec, session.position, Number.MAX_SAFE_INTEGER);
  const { comments } = session;
  const marks = useMemo(() => toMarks(comments, colorsOf(comments)), [comments]);
  return (
    <section aria-label="Waveform" className="mt-5">
      <ZoomWaveform
        {...{ levels, durationSec, wave, marks }}
        position={session.position}
        litMarkId={session.litCommentId}
        selection={null}
        onSeek={session.seek}
        onOpenMark={session.openComment}
        className="h-[236px] max-desk:h-[188px]"
      />
    </section>
  );
}
