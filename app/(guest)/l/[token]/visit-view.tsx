"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { PlayerBar } from "@/app/_client/player/player-bar";
import { PlayerProvider } from "@/app/_client/player/player-provider";
import { Skeleton } from "@/app/_ui/skeleton";
import type { VisitView as Visit, VisitSongView } from "@/lib/domains/links/visiting/schema";
import type { OwnWay } from "./gate";
import { useVisitLive } from "./use-visit-live";
import { VisitHeader } from "./visit-header";
import { visitSongQuery } from "./visit-queries";
import { VisitSong } from "./visit-song";
import { VisitSongs } from "./visit-songs";

interface VisitViewProps {
  token: string;
  initial: Visit;
  /** Null where the link leads to no song yet. */
  initialSong: VisitSongView | null;
  own: OwnWay | null;
}

/** What a link leads to, without the frame of the studio: the songs, the sound, and what is said of it. */
export function VisitView({ token, initial: visit, initialSong, own }: VisitViewProps) {
  const [chosenId, setChosenId] = useState(initialSong?.id ?? null);
  const current = visit.songs.find(({ id }) => id === chosenId) ?? visit.songs[0];
  const choose = (songId: string) => {
    setChosenId(songId);
    window.history.replaceState(null, "", `?song=${songId}`);
  };
  return (
    <PlayerProvider>
      <div className="grid h-dvh grid-rows-[minmax(0,1fr)_auto] bg-paper">
        <div className="flex min-h-0 flex-col overflow-y-auto">
          <VisitHeader visit={visit} own={own} />
          <main className="mx-auto w-full max-w-[940px] grow px-6 pt-6 pb-12 max-desk:px-0 max-desk:pt-3 max-desk:pb-6">
            <VisitSongs visit={visit} currentId={current?.id ?? null} onChoose={choose} />
            {current ? (
              <CurrentSong key={current.id} {...{ token, visit, own }} songId={current.id} initial={initialSong} />
            ) : (
              <p className="px-4 py-8 text-grey-1">There is no song here yet. It will show up by itself.</p>
            )}
          </main>
        </div>
        <PlayerBar />
      </div>
    </PlayerProvider>
  );
}

interface CurrentSongProps {
  token: string;
  visit: Visit;
  own: OwnWay | null;
  songId: string;
  initial: VisitSongView | null;
}

function CurrentSong({ token, visit, own, songId, initial }: CurrentSongProps) {
  const address = { linkId: visit.linkId, songId };
  const { data: song } = useQuery({
    ...visitSongQuery(address),
    initialData: initial?.id === songId ? initial : undefined,
  });
  useVisitLive(address);
  if (!song) return <Skeleton className="mx-4 h-[420px]" />;
  return <VisitSong visit={visit} song={song} own={own} token={token} />;
}
