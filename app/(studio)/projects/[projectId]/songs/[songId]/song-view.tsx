"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { commentsQuery, type SongAddress, songQuery } from "@/app/_client/api/queries";
import { useTakePicker } from "@/app/_client/uploader/use-take-picker";
import { ArchiveNotice } from "@/app/(studio)/_frame/archive-notice";
import { DropOverlay } from "@/app/(studio)/_frame/drop-overlay";
import { canDo } from "@/app/(studio)/_frame/rights";
import { useGone } from "@/app/(studio)/_frame/use-gone";
import type { SongView as Song } from "@/lib/domains/songs/schema";
import { PersonColors } from "./person-colors";
import { SongHeader } from "./song-header";
import { SongRail } from "./song-rail";
import { SongStage } from "./song-stage";
import { useMovedSong } from "./use-moved-song";
import { type RailView, useRail } from "./use-rail";
import { useSeeSong } from "./use-see-song";
import { useSongLive } from "./use-song-live";
import { useSongSession } from "./use-song-session";

interface SongViewProps {
  initial: Song;
  startVersionId: string | null;
  startSec: number | null;
  startCommentId: string | null;
  startRail: RailView;
}

/** A song: its versions, the sound, and what was said about it. */
export function SongView({ initial, startVersionId, startSec, startCommentId, startRail }: SongViewProps) {
  const address: SongAddress = { projectId: initial.projectId, songId: initial.id };
  const [initialAt] = useState(() => Date.now());
  const songRead = useQuery({ ...songQuery(address), initialData: initial, initialDataUpdatedAt: initialAt });
  const song = songRead.data;
  const comments = useQuery(commentsQuery(address));
  // Where the stream began: a link to another moment of the song must not skip what is still on its way.
  const [fromSeq] = useState(initial.eventSeq);
  useSongLive(address, fromSeq);
  useSeeSong(song.id);
  useGone(songRead.error);
  useMovedSong(song, initial.projectId);
  const rail = useRail(startRail, startCommentId);
  const start = { startVersionId, startSec, startCommentId };
  const session = useSongSession({ song, comments: comments.data ?? [], rail, ...start });
  const picker = useTakePicker({
    projectId: song.projectId,
    projectName: song.projectName,
    songs: [{ id: song.id, name: song.name }],
    songId: song.id,
  });
  const isArchived = song.isArchived || song.isProjectArchived;
  const canUpload = canDo(song.role, "upload") && !isArchived;
  return (
    <div className="relative flex grow flex-col rail:min-h-0" {...(canUpload ? picker.dropProps : {})}>
      <SongHeader song={song} version={session.version} />
      {isArchived && (
        <ArchiveNotice
          thing={
            song.isArchived && canDo(song.role, "edit")
              ? { projectId: song.projectId, songId: song.id, name: song.name }
              : null
          }
        >
          {song.isArchived
            ? "This song is in the archive: out of the lists, and closed for uploads."
            : `${song.projectName} is in the archive. Bring the project back to upload.`}
        </ArchiveNotice>
      )}
      <PersonColors comments={comments.data ?? []}>
        <div className="grid grow max-rail:grid-rows-[max-content_auto] rail:min-h-0 rail:grid-cols-[minmax(0,1fr)_var(--rail)]">
          <SongStage song={song} session={session} onUpload={canUpload ? picker.choose : null} />
          <SongRail
            song={song}
            session={session}
            isLoading={comments.isPending}
            failure={comments.error}
            onRetry={() => void comments.refetch()}
          />
        </div>
      </PersonColors>
      {picker.isDragging && <DropOverlay>Drop to add a version of {song.name}</DropOverlay>}
      {picker.parts}
    </div>
  );
}
