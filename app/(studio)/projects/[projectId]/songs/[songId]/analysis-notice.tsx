"use client";
import { CircleAlert, Clock, Info, RotateCw } from "lucide-react";
import { type ReactNode, useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { songPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { Button } from "@/app/_ui/button";
import { joinClasses } from "@/app/_ui/class-names";
import { ProgressBar } from "@/app/_ui/progress-bar";
import { RelativeTime } from "@/app/_ui/relative-time";
import { showToast } from "@/app/_ui/toast";
import type { SongView } from "@/lib/domains/songs/schema";
import type { VersionView } from "@/lib/domains/versions/schema";

/** What is happening to a version while its figures are not all there, for the line in which they will stand. */
export function describeProgress(version: VersionView): ReactNode {
  const { analysis } = version;
  switch (analysis.state) {
    case "waiting":
      return (
        <Notice icon={<Clock aria-hidden />}>
          Uploaded. Waiting for a worker for <RelativeTime instant={analysis.waitingSince} />.
        </Notice>
      );
    case "running":
      return (
        <Notice icon={<Clock aria-hidden />}>
          <span className="flex items-center gap-3">
            <span className="shrink-0 tabular-nums">
              {analysis.hasPeaks ? "Making the preview" : "Measuring"} · {analysis.percent} %
            </span>
            <ProgressBar
              className="w-40"
              label={`Measuring version ${version.number}`}
              value={analysis.percent / 100}
            />
          </span>
        </Notice>
      );
    case "failed":
    case "done":
      return null;
  }
}

/** What stays to be said below the figures: a failure, or what this host lacks. */
export function AnalysisNotice({ song, version }: { song: SongView; version: VersionView }) {
  const { analysis } = version;
  if (analysis.state === "failed") return <FailedNotice song={song} version={version} />;
  if (analysis.state !== "done" || analysis.facts?.decoder !== "wasm") return null;
  return (
    <Notice icon={<Info aria-hidden />} className="mt-2.5">
      Measured without ffmpeg. Once the host installs it, M4A, AIFF and CAF work, too, and previews sound better.
    </Notice>
  );
}

function FailedNotice({ song, version }: { song: SongView; version: VersionView }) {
  const [isBusy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    try {
      const address = { projectId: song.projectId, songId: song.id };
      await callApi(`/api${songPath(address)}/versions/${version.id}/retry`, { method: "POST" });
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    } finally {
      setBusy(false);
    }
  };
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

function Notice({ icon, className, children }: { icon: ReactNode; className?: string; children: ReactNode }) {
  return (
    <div
      role="status"
      className={joinClasses(
        "flex items-center gap-2 whitespace-nowrap text-grey-1 text-meta [&>svg]:size-3.5 [&>svg]:shrink-0",
        className && "whitespace-normal max-desk:px-4",
        className,
      )}
    >
      {icon}
      <div className="min-w-0">{children}</div>
    </div>
  );
}
