"use client";
import { joinClasses } from "@/app/_ui/class-names";
import { Cover } from "@/app/_ui/cover";
import { formatTime } from "@/app/_ui/format-time";
import type { VisitView } from "@/lib/domains/links/visiting/schema";
import { visitCoverUrl } from "./to-visit-track";

interface VisitSongsProps {
  visit: VisitView;
  currentId: string | null;
  onChoose: (songId: string) => void;
}

/** The songs of a link to several, with the one in view marked; nothing for a link to one. */
export function VisitSongs({ visit, currentId, onChoose }: VisitSongsProps) {
  const { extent, songs, linkId } = visit;
  if (extent === "songs" && songs.length === 1) return null;
  return (
    <section aria-labelledby="visit-name" className="mb-8 max-desk:mb-4 max-desk:px-4">
      <div className="flex items-center gap-4">
        {extent === "project" && (
          <Cover
            id={visit.projectId}
            kind="project"
            src={visitCoverUrl(linkId, visit.coverId, "small")}
            className="size-16 rounded-control"
          />
        )}
        <div className="min-w-0">
          <h1 id="visit-name" className="break-words font-title text-display" dir="auto">
            {visit.projectName}
          </h1>
          <p className="text-grey-1">{songs.length === 1 ? "1 song" : `${songs.length} songs`}</p>
        </div>
      </div>
      {visit.description !== "" && (
        <p className="mt-3 max-w-[70ch] whitespace-pre-wrap break-words text-body text-grey-1" dir="auto">
          {visit.description}
        </p>
      )}
      <ol className="mt-4 max-h-[312px] overflow-y-auto rounded-panel border border-grey-3 p-1">
        {songs.map((song) => (
          <li key={song.id}>
            <button
              type="button"
              aria-current={song.id === currentId ? "true" : undefined}
              onClick={() => onChoose(song.id)}
              className={joinClasses(
                "focus-inset flex h-12 w-full items-center gap-3 rounded-control px-2.5 text-left hover:bg-hover",
                song.id === currentId && "bg-select font-strong",
              )}
            >
              <Cover id={song.id} kind="song" src={visitCoverUrl(linkId, song.coverId, "small")} className="size-8" />
              <span className="min-w-0 flex-1 truncate" dir="auto">
                {song.name}
              </span>
              <span className="text-grey-2 text-meta tabular-nums">
                {song.durationSec === null ? "no take yet" : formatTime(song.durationSec)}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
