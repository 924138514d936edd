"use client";
import { useQuery } from "@tanstack/react-query";
import { describeError } from "@/app/_client/api/api-error";
import { Button } from "@/app/_ui/button";
import { Skeleton } from "@/app/_ui/skeleton";
import type { SongView } from "@/lib/domains/songs/schema";
import type { VersionView } from "@/lib/domains/versions/schema";
import type { SongSession } from "../use-song-session";
import { Brief } from "./brief";
import { briefsQuery } from "./briefs-query";
import { NoBrief } from "./no-brief";
import { useBriefActions } from "./use-brief-actions";

interface BriefPanelProps {
  song: SongView;
  session: SongSession;
  version: VersionView;
  /** Of the version's notes; null while they are not known. */
  openCount: number | null;
}

/** The to-do list of a version: the newest there is, or how to have one written. */
export function BriefPanel({ song, session, version, openCount }: BriefPanelProps) {
  const address = { projectId: song.projectId, songId: song.id, versionId: version.id };
  const briefs = useQuery(briefsQuery(address));
  const actions = useBriefActions(address);
  const [brief] = briefs.data ?? [];
  if (briefs.isPending || openCount === null) return <BriefSkeleton />;
  if (!briefs.data) return <Unread failure={briefs.error} onRetry={() => void briefs.refetch()} />;
  if (!brief) return <NoBrief song={song} version={version} openCount={openCount} actions={actions} />;
  return <Brief key={brief.id} {...{ song, session, version, address, brief, actions, openCount }} />;
}

function Unread({ failure, onRetry }: { failure: unknown; onRetry: () => void }) {
  return (
    <div
      role="alert"
      className="mx-4 my-3 grid justify-items-start gap-2 rounded-control bg-bad-wash px-3 py-2 text-bad-text"
    >
      <p>The brief could not be loaded. {describeError(failure)}</p>
      <Button size="small" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}

function BriefSkeleton() {
  return (
    <div aria-hidden className="grid gap-5 px-4 pt-4">
      <Skeleton className="h-4 w-44" />
      {[0, 1, 2].map((row) => (
        <div key={row} className="grid gap-2 pl-6">
          <Skeleton className="h-3 w-full" />
          <Skeleton className="h-3 w-32" />
        </div>
      ))}
    </div>
  );
}
