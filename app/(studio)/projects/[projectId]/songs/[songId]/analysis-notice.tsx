"use client";
import { Clock, Info } from "lucide-react";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { joinClasses } from "@/app/_ui/class-names";
import { ProgressBar } from "@/app/_ui/progress-bar";
import { RelativeTime } from "@/app/_ui/relative-time";
import type { SongView } from "@/lib/domains/songs/schema";
import type { VersionView } from "@/lib/domains/versions/schema";

const FailedNotice = dynamic(() => import("./failed-notice").then((module) => module.FailedNotice));

/** What is happening to a version while its figures are not all there, for the line in which they will stand. */
export function describeProgress(version: VersionView): ReactNode {
  const { analysis } = version;
  switch (analysis.state) {
    case "waiting":
      return (
        <Notice icon={<Clock aria-hidden />}>
          Uploaded. Waiting for a worker for <RelativeTime instant={analysis.waitingSince} form="lasting" />.
        </Notice>
      );
    case "running":
      return (
        <Notice icon={<Clock aria-hidden />}>
          <span className="flex items-center gap-3">
            <span className="shrink-0 tabular-nums">
              {describeStep(version)} · {analysis.percent} %
            </span>
            <ProgressBar
              className="min-w-6 max-w-40 flex-1"
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

function describeStep({ isVerified, analysis }: VersionView): string {
  if (!isVerified) return "Checking the file";
  return analysis.hasPeaks ? "Making the preview" : "Measuring";
}

/** What stays to be said below the figures: a failure, or what this host lacks. */
export function AnalysisNotice({ song, version }: { song: SongView; version: VersionView }) {
  const { analysis } = version;
  if (analysis.state === "failed") return <FailedNotice song={song} version={version} />;
  if (analysis.state !== "done" || analysis.facts?.decoder !== "wasm") return null;
  return (
    <Notice icon={<Info aria-hidden />} className="mt-2.5">
      Measured without ffmpeg. Once the host installs it, M4A files work, too, and previews sound better.
    </Notice>
  );
}

function Notice({ icon, className, children }: { icon: ReactNode; className?: string; children: ReactNode }) {
  return (
    <div
      role="status"
      className={joinClasses(
        "flex min-w-min flex-1 items-center gap-2 whitespace-nowrap text-grey-1 text-meta [&>svg]:size-3.5 [&>svg]:shrink-0",
        className && "whitespace-normal max-desk:px-4",
        className,
      )}
    >
      {icon}
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
