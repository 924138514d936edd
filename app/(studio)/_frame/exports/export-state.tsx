"use client";
import { Download, RotateCcw, X } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { buildButtonLook } from "@/app/_ui/button-look";
import { LinkButton } from "@/app/_ui/link-button";
import { ProgressBar } from "@/app/_ui/progress-bar";
import { useTimeZone } from "@/app/_ui/relative-time";
import type { ExportView } from "@/lib/domains/exports/schema";
import { describeExport, nameExport, pageOf } from "./export-words";
import { goesOn } from "./exports-query";
import type { useExportDeeds } from "./use-export-deeds";

type Deeds = ReturnType<typeof useExportDeeds>;

/** How far an export is; a line of progress keeps its place when it ends, so that nothing moves. */
export function ExportProgress({ view }: { view: ExportView }) {
  const isFailed = view.state === "failed";
  return (
    <>
      <p className={isFailed ? "text-bad-text text-meta" : "text-grey-2 text-meta tabular-nums"} aria-live="polite">
        {describeExport(view)}
        {view.state === "completed" && view.expiresAt && <Until instant={view.expiresAt} />}
      </p>
      <div className="mt-1 h-[3px]">
        {goesOn(view) && (
          <ProgressBar
            label={`${nameExport(view)}, ${view.title}`}
            value={view.percent === null ? null : view.percent / 100}
          />
        )}
      </div>
    </>
  );
}

function Until({ instant }: { instant: string }) {
  const timeZone = useTimeZone();
  const day = new Intl.DateTimeFormat("en", { day: "numeric", month: "long", timeZone }).format(new Date(instant));
  return <> · can be downloaded until {day}</>;
}

/** The one thing to do with it as it stands. */
export function ExportAction({ view, deeds, isOnItsPage }: { view: ExportView; deeds: Deeds; isOnItsPage?: boolean }) {
  const name = `${nameExport(view)}, ${view.title}`;
  if (goesOn(view)) {
    return (
      <Button disabled={deeds.isBusy} onClick={() => void deeds.cancel()} aria-label={`Cancel ${name}`}>
        <X aria-hidden />
        Cancel
      </Button>
    );
  }
  if (view.state === "completed") {
    const page = isOnItsPage ? null : pageOf(view);
    return (
      <>
        {page !== null && (
          <LinkButton href={page} aria-label={`Open ${name}`}>
            Open
          </LinkButton>
        )}
        <a
          href={`/api/exports/${view.id}/download`}
          download
          className={buildButtonLook({ variant: "go" })}
          aria-label={`Download ${name}`}
        >
          <Download aria-hidden />
          Download
        </a>
      </>
    );
  }
  const words = view.state === "failed" ? "Try again" : "Make again";
  return (
    <Button disabled={deeds.isBusy} onClick={() => void deeds.makeAgain()} aria-label={`${words}: ${name}`}>
      <RotateCcw aria-hidden />
      {words}
    </Button>
  );
}
