"use client";
import { useMemo, useState } from "react";
import { toMarks } from "@/app/_client/comments/to-marks";
import { usePlayer } from "@/app/_client/player/player-provider";
import { SongWaveform } from "@/app/_client/waveform/song-waveform";
import { usePeaks } from "@/app/_client/waveform/use-peaks";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import type { SongView } from "@/lib/domains/songs/schema";
import { AllKeys } from "./all-keys";
import { AnalysisNotice, describeProgress } from "./analysis-notice";
import { FactsLine } from "./facts-line";
import { usePersonColor } from "./person-colors";
import { SameFileNotice } from "./same-file-notice";
import { SongDescription } from "./song-description";
import { SongFiles } from "./song-files";
import { TagBar } from "./tag-bar";
import { useSongKeys } from "./use-song-keys";
import type { SongSession } from "./use-song-session";
import { VersionBar } from "./version-bar";
import { VersionNote } from "./version-note";

interface SongStageProps {
  song: SongView;
  session: SongSession;
  onUpload: (() => void) | null;
}

/** The sound: versions, facts, waveform. */
export function SongStage({ song, session, onUpload }: SongStageProps) {
  const player = usePlayer();
  const [hasKeys, setKeys] = useState(false);
  const { version } = session;
  const { peaks, rms } = usePeaks(song, version);
  const colorOf = usePersonColor();
  const marks = useMemo(() => toMarks(session.comments, colorOf), [session.comments, colorOf]);
  useSongKeys(song, session, () => setKeys(true));
  if (!version) return <NoVersion onUpload={onUpload} />;
  const play = () => session.track && player.load(session.track, { startSec: session.positionSec, shouldPlay: true });
  return (
    <div className="flex min-h-0 min-w-0 flex-col px-6 pt-3.5 pb-4 max-desk:px-0 max-desk:pb-0">
      <VersionBar song={song} session={session} onPlay={session.track ? play : null} onUpload={onUpload} />
      <FactsLine version={version} notice={describeProgress(version)} />
      <TagBar key={version.id} song={song} version={version} />
      <AnalysisNotice song={song} version={version} />
      <SameFileNotice song={song} version={version} />
      <SongWaveform
        className="mt-3 grow max-desk:grow-0"
        peaks={peaks}
        rms={rms}
        durationSec={version.durationSec ?? 0}
        position={session.position}
        marks={marks}
        litMarkId={session.litCommentId}
        selection={session.selection}
        isLooping={session.isLooping}
        onSeek={session.seek}
        onSelectRange={session.setSelection}
        onToggleLoop={session.track ? session.toggleLoop : undefined}
        onOpenMark={session.openComment}
      />
      <div className="mt-2 grid gap-x-8 gap-y-1 max-desk:px-4 max-desk:pb-3 rail:grid-cols-2">
        <VersionNote song={song} version={version} />
        <SongDescription song={song} />
      </div>
      <SongFiles song={song} />
      <AllKeys isOpen={hasKeys} onOpenChange={setKeys} />
    </div>
  );
}

function NoVersion({ onUpload }: { onUpload: (() => void) | null }) {
  return (
    <div className="px-6 pt-6 max-desk:px-4">
      <EmptyState
        title="No take yet"
        actions={
          onUpload && (
            <Button variant="go" onClick={onUpload}>
              Choose takes
            </Button>
          )
        }
      >
        {onUpload
          ? "Drop the first bounce here, or choose it. A phone memo is enough."
          : "The first bounce will show up here by itself."}
      </EmptyState>
    </div>
  );
}
