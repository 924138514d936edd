"use client";
import { useRef } from "react";
import { useVersionPosition } from "@/app/_client/player/player-provider";
import { MiniWaveform } from "@/app/_client/waveform/mini-waveform";
import { usePeaks } from "@/app/_client/waveform/use-peaks";
import { joinClasses } from "@/app/_ui/class-names";
import type { SongItem } from "@/lib/domains/songs/schema";
import { useInView } from "./use-in-view";

/** The current version's shape in a row; what is played of it in accent. Decoration. */
export function SongWave({ song, className }: { song: SongItem; className?: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const { peaks, rms } = usePeaks(song, song.latest, useInView(frame));
  const position = useVersionPosition(song.latest?.id ?? "");
  return (
    <div ref={frame} aria-hidden className={joinClasses("h-[26px]", className)}>
      {song.latest && (
        <MiniWaveform
          peaks={peaks}
          rms={rms}
          durationSec={song.latest.durationSec ?? 0}
          position={position}
          className="h-[26px] w-full"
        />
      )}
    </div>
  );
}
