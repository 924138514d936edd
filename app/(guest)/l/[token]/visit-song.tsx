"use client";
import { useQuery } from "@tanstack/react-query";
import { Download, Play } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { buildButtonLook } from "@/app/_ui/button-look";
import { Cover } from "@/app/_ui/cover";
import { formatTime } from "@/app/_ui/format-time";
import { SegmentedControl } from "@/app/_ui/segmented-control";
import type { VisitSongView, VisitVersionView, VisitView } from "@/lib/domains/links/visiting/schema";
import type { OwnWay } from "./gate";
import { visitCoverUrl } from "./to-visit-track";
import { useVisitSession, type VisitSession } from "./use-visit-session";
import { VisitComments } from "./visit-comments";
import { visitCommentsQuery, visitSongPath } from "./visit-queries";
import { VisitWave } from "./visit-wave";

interface VisitSongProps {
  token: string;
  visit: VisitView;
  song: VisitSongView;
  own: OwnWay | null;
}

export function VisitSong({ token, visit, song, own }: VisitSongProps) {
  const address = { linkId: visit.linkId, songId: song.id };
  const read = useQuery({ ...visitCommentsQuery(address), enabled: visit.canComment });
  const comments = visit.canComment ? (read.data ?? []) : [];
  const session = useVisitSession(visit, song, comments, token);
  return (
    <article aria-label={song.name}>
      <SongHead visit={visit} song={song} session={session} />
      {session.version ? (
        <VisitWave address={address} version={session.version} session={session} />
      ) : (
        <p className="px-4 py-8 text-grey-1">There is no take yet. The first one will show up here by itself.</p>
      )}
      {visit.canComment && session.version && (
        <VisitComments {...{ visit, song, session, own }} isLoading={read.isPending} failure={read.error} />
      )}
    </article>
  );
}

function SongHead({ visit, song, session }: { visit: VisitView; song: VisitSongView; session: VisitSession }) {
  const { version, track } = session;
  const isOne = visit.extent === "songs" && visit.songs.length === 1;
  const Name = isOne ? "h1" : "h2";
  return (
    <header className="flex items-center gap-5 max-desk:gap-3.5 max-desk:px-4">
      <Cover
        id={song.id}
        kind="song"
        src={visitCoverUrl(visit.linkId, song.coverId, "large")}
        className="size-[116px] rounded-panel max-desk:size-[76px]"
      />
      <div className="min-w-0 flex-1">
        <Name className="break-words font-title text-display max-desk:text-title" dir="auto">
          {song.name}
        </Name>
        <p className="mt-0.5 truncate text-grey-1">
          {visit.projectName}
          {version && <span className="text-grey-2 tabular-nums"> · {describe(version)}</span>}
        </p>
        <div className="mt-3 flex flex-wrap items-center gap-2">
          {track && !session.isInPlayer && (
            <Button variant="go" onClick={session.listen}>
              <Play aria-hidden className="fill-current" />
              Listen
            </Button>
          )}
          {visit.canDownload && version && (
            <a
              href={`${visitSongPath({ linkId: visit.linkId, songId: song.id })}/versions/${version.id}/download`}
              download
              className={buildButtonLook()}
            >
              <Download aria-hidden />
              Download v{version.number}
            </a>
          )}
          {version && !track && <p className="text-grey-2 text-ui">It is still being prepared for listening.</p>}
          {song.versions.length > 1 && version && (
            <SegmentedControl
              label="Version"
              variant="strong"
              value={version.id}
              onValueChange={session.chooseVersion}
              options={[...song.versions].reverse().map((one) => ({
                value: one.id,
                label: `v${one.number}`,
                name: one.label === "" ? `Version ${one.number}` : `Version ${one.number}, ${one.label}`,
              }))}
            />
          )}
        </div>
      </div>
    </header>
  );
}

function describe({ number, label, durationSec }: VisitVersionView): string {
  const parts = [`v${number}`, label, durationSec === null ? "" : formatTime(durationSec)];
  return parts.filter(Boolean).join(" · ");
}
