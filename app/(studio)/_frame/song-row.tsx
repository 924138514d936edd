"use client";
import { MessageSquare } from "lucide-react";
import Link from "next/link";
import { memo, useState } from "react";
import { coverUrl } from "@/app/_client/api/cover-url";
import { songPath } from "@/app/_client/api/queries";
import { joinClasses } from "@/app/_ui/class-names";
import { Cover } from "@/app/_ui/cover";
import { formatLevel } from "@/app/_ui/format-level";
import { formatTime, speakTime } from "@/app/_ui/format-time";
import { RelativeTime } from "@/app/_ui/relative-time";
import { type SongItem, STAGE_NAMES } from "@/lib/domains/songs/schema";
import { PlaySongButton } from "./play-song-button";
import { SongWave } from "./song-wave";
import { StageChip } from "./stage-chip";

/** Play, name, shape, length, loudness, open comments, stage, changed; on a phone the figures go under the name. */
export const SONG_GRID =
  "grid grid-cols-[36px_minmax(0,1fr)_84px] items-center gap-x-2 desk:grid-cols-[30px_minmax(140px,1fr)_minmax(140px,1fr)_44px_76px_44px_84px_56px] desk:gap-x-4";

interface SongRowProps {
  song: SongItem;
  /** Home names the project, a project's own page names who made the version. */
  isOnHome: boolean;
  /** Where it is in a list of which only a part is drawn. */
  among?: { place: number; count: number; topPx: number };
}

/** Drawn anew when it says something else only: a list that is scrolled draws the rows that came, and not those that were there. */
export const SongRow = memo(Row, (before, after) => {
  const keys = ["place", "count", "topPx"] as const;
  return (
    before.song === after.song &&
    before.isOnHome === after.isOnHome &&
    keys.every((key) => before.among?.[key] === after.among?.[key])
  );
});

function Row({ song, isOnHome, among }: SongRowProps) {
  const { latest } = song;
  const loudness = latest?.analysis.facts?.integratedLufs ?? null;
  const durationSec = latest?.durationSec ?? null;
  return (
    <li
      {...(among && {
        "aria-posinset": among.place + 1,
        "aria-setsize": among.count,
        style: { position: "absolute", insetInline: 0, top: among.topPx } as const,
      })}
      className={joinClasses(
        SONG_GRID,
        "relative h-14 border-grey-3 border-b hover:bg-hover desk:h-12 max-desk:[&>:first-child]:-ml-2",
      )}
    >
      <span className="relative z-[1]">
        <PlaySongButton song={song} />
      </span>
      <div className="grid min-w-0 grid-cols-[auto_minmax(0,1fr)] items-center gap-x-2.5">
        <Cover
          id={song.id}
          kind="song"
          src={coverUrl({ projectId: song.projectId, songId: song.id }, song.coverId, "small")}
          className="row-span-2 size-8 max-desk:size-10"
        />
        <SongLink song={song} isOneOfMany={among !== undefined} />
        <p className="truncate text-grey-2 text-meta tabular-nums">
          <SecondLine song={song} isOnHome={isOnHome} />
        </p>
      </div>
      <SongWave song={song} />
      <span className="text-right tabular-nums max-desk:hidden">
        {durationSec !== null && <span aria-label={speakTime(durationSec)}>{formatTime(durationSec)}</span>}
      </span>
      <span className="text-right tabular-nums max-desk:hidden">
        {loudness !== null && (
          <>
            {formatLevel(loudness)} <span className="text-grey-2 text-meta">LUFS</span>
          </>
        )}
      </span>
      <span className="flex items-center justify-end gap-1.5 tabular-nums max-desk:hidden">
        <OpenComments count={song.openCommentCount} />
      </span>
      <span className="max-desk:hidden">
        <StageChip stage={song.stage} />
      </span>
      <RelativeTime
        instant={song.updatedAt}
        className="relative z-[1] justify-self-end text-grey-2 text-meta max-desk:hidden"
      />
    </li>
  );
}

/** Of a long list a page is fetched ahead when one points at it: not every one that scrolls by. */
function SongLink({ song, isOneOfMany }: { song: SongItem; isOneOfMany: boolean }) {
  const [isPointedAt, setPointedAt] = useState(false);
  const point = () => setPointedAt(true);
  return (
    <Link
      href={songPath({ projectId: song.projectId, songId: song.id })}
      prefetch={isOneOfMany && !isPointedAt ? false : null}
      onPointerEnter={point}
      onFocus={point}
      className="focus-inset block truncate font-strong after:absolute after:inset-0 max-desk:text-body"
    >
      <bdi>{song.name}</bdi>
    </Link>
  );
}

function OpenComments({ count }: { count: number }) {
  if (count === 0) return <span className="sr-only">No open comments</span>;
  return (
    <>
      <MessageSquare aria-hidden className="size-3.5 shrink-0 text-grey-2" />
      {count}
      <span className="sr-only">{count === 1 ? "open comment" : "open comments"}</span>
    </>
  );
}

function SecondLine({ song, isOnHome }: Omit<SongRowProps, "among">) {
  const { latest } = song;
  if (!latest) {
    return (
      <>
        no take yet
        {song.stage && <span className="desk:hidden"> · {STAGE_NAMES[song.stage]}</span>}
        {isOnHome && (
          <>
            {" · "}
            <bdi>{song.projectName}</bdi>
          </>
        )}
      </>
    );
  }
  const state = describeState(song);
  return (
    <>
      v{latest.number}
      {latest.label && (
        <>
          {" "}
          <bdi>{latest.label}</bdi>
        </>
      )}{" "}
      · <bdi>{isOnHome ? song.projectName : latest.createdBy.name}</bdi>
      {song.newestNumber !== null && song.newestNumber > latest.number && ` · v${song.newestNumber} is newer`}
      {state && <span className={latest.analysis.state === "failed" ? "text-bad-text" : undefined}> · {state}</span>}
      <span className="desk:hidden">
        {song.stage && ` · ${STAGE_NAMES[song.stage]}`}
        {latest.durationSec !== null && ` · ${formatTime(latest.durationSec)}`}
        {song.openCommentCount > 0 && ` · ${song.openCommentCount} open`}
      </span>
    </>
  );
}

/** What keeps a version from being heard, in two words. */
function describeState({ latest }: SongItem): string | null {
  if (!latest) return null;
  switch (latest.analysis.state) {
    case "waiting":
      return "waiting for a worker";
    case "running":
      return `measuring ${latest.analysis.percent} %`;
    case "failed":
      return "could not be measured";
    case "done":
      return null;
  }
}
