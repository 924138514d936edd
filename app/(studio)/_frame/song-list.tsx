"use client";
import { joinClasses } from "@/app/_ui/class-names";
import { Skeleton } from "@/app/_ui/skeleton";
import type { SongItem } from "@/lib/domains/songs/schema";
import { KeepFocus } from "./keep-focus";
import { SONG_GRID, SongRow } from "./song-row";
import { useRowWindow } from "./use-row-window";

interface SongListProps {
  /** Undefined while it loads: rows of the final size stand in. */
  songs: SongItem[] | undefined;
  isOnHome?: boolean;
}

/** Songs in rows, each to be played where it stands. */
export function SongList({ songs, isOnHome = false }: SongListProps) {
  return (
    <>
      <div
        aria-hidden
        className={joinClasses(SONG_GRID, "h-8 border-grey-3 border-b text-grey-2 text-meta max-desk:hidden")}
      >
        <span />
        <span>Song</span>
        <span />
        <span className="text-right">Length</span>
        <span className="text-right">Loudness</span>
        <span className="text-right">Open</span>
        <span>Stage</span>
        <span className="text-right">Changed</span>
      </div>
      {songs === undefined ? (
        <ul aria-busy>
          {[0, 1, 2, 3].map((row) => (
            <SkeletonRow key={row} />
          ))}
        </ul>
      ) : (
        <KeepFocus>
          <SongRows songs={songs} isOnHome={isOnHome} />
        </KeepFocus>
      )}
    </>
  );
}

/** A long list draws the rows near the view; a screen reader is told of how many each is which. */
function SongRows({ songs, isOnHome }: { songs: SongItem[]; isOnHome: boolean }) {
  const { ref, places, rowHeight } = useRowWindow(songs.length);
  if (!places) {
    return (
      <ul ref={ref}>
        {songs.map((song) => (
          <SongRow key={song.id} song={song} isOnHome={isOnHome} />
        ))}
      </ul>
    );
  }
  return (
    <ul ref={ref} className="relative" style={{ height: songs.length * rowHeight }}>
      {places.map((place) => {
        const song = songs[place];
        if (!song) return null;
        const among = { place, count: songs.length, topPx: place * rowHeight };
        return <SongRow key={song.id} song={song} isOnHome={isOnHome} among={among} />;
      })}
    </ul>
  );
}

function SkeletonRow() {
  return (
    <li className={joinClasses(SONG_GRID, "h-14 border-grey-3 border-b desk:h-12")}>
      <Skeleton className="mx-auto size-4" />
      <span className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-2.5 gap-y-1.5">
        <Skeleton className="row-span-2 size-8 max-desk:size-10" />
        <Skeleton className="h-3 w-40 max-w-full" />
        <Skeleton className="h-2.5 w-24" />
      </span>
      <Skeleton className="h-px w-full" />
    </li>
  );
}

const MEASURING_EVERY_MS = 3_000;

/** How often to ask again for a list: while something in it is being measured, so that figures come without a reload. */
export function whileMeasuring(songs: SongItem[] | undefined): number | false {
  const isAtWork = songs?.some(({ latest }) => latest && ["waiting", "running"].includes(latest.analysis.state));
  return isAtWork ? MEASURING_EVERY_MS : false;
}
