"use client";
import { CircleAlert, RotateCw } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { useRetryAnalysis } from "@/app/(studio)/_frame/use-retry-analysis";
import type { SongView } from "@/lib/domains/songs/schema";
import type { VersionView } from "@/lib/domains/versions/schema";

/** Why a version could not be measured, and the way to try again. */
export function FailedNotice({ song, version }: { song: SongView; version: VersionView }) {
  const { isBusy, retry } = useRetryAnalysis({ projectId: song.projectId, songId: song.id, versionId: version.id });
  return (
    <div
      role="alert"
      className="mt-2.5 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-control bg-bad-wash px-3 py-2 text-bad-text max-desk:mx-4"
    >
      <CircleAlert aria-hidden className="size-4 shrink-0" />
      <p className="min-w-0 flex-1 basis-56">
        {version.analysis.message ?? "This take could not be measured."} The file itself is kept.
      </p>
      <Button size="small" onClick={() => void retry()} disabled={isBusy}>
        <RotateCw aria-hidden />
        Try again
      </Button>
    </div>
  );
}
