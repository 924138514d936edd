"use client";
import { ChevronDown, ChevronUp, FolderOpen, Pause, Play } from "lucide-react";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { IconButton } from "@/app/_ui/icon-button";
import { ProgressBar } from "@/app/_ui/progress-bar";
import { measureTray, orderForTray, summarize } from "./tray-summary";
import { isOnItsWay, type UploadItem } from "./upload-item";
import { UploadRow } from "./upload-row";
import { useChooseAgain } from "./use-choose-again";
import { useUploadActions } from "./use-upload-actions";

/** The tray itself, with at least one file in it. */
export function TrayWindow({ items }: { items: UploadItem[] }) {
  const [isFolded, setFolded] = useState(false);
  const again = useChooseAgain();
  const left = items.filter((item) => item.phase === "left").length;
  return (
    <section
      aria-label="Uploads"
      className="fixed bottom-[calc(var(--player)+16px)] left-[calc(var(--side)+24px)] z-30 w-[337px] animate-arrive overflow-hidden rounded-panel bg-paper-high shadow-float max-desk:inset-x-3 max-desk:bottom-[calc(var(--player)+12px)] max-desk:w-auto"
    >
      <header className="flex h-[42px] items-center gap-2 pr-1.5 pl-3.5 max-desk:h-12">
        <h2 className="shrink-0 font-strong">{items.length === 1 ? "1 take" : `${items.length} takes`}</h2>
        <p className="min-w-0 grow truncate text-grey-2 text-meta" role="status">
          {summarize(items)}
        </p>
        <PauseAll items={items} />
        <IconButton
          label={isFolded ? "Show the uploads" : "Fold the uploads"}
          aria-expanded={!isFolded}
          onClick={() => setFolded(!isFolded)}
        >
          {isFolded ? <ChevronUp aria-hidden /> : <ChevronDown aria-hidden />}
        </IconButton>
      </header>
      <Progress items={items} />
      {!isFolded && (
        <>
          {left > 1 && (
            <div className="border-grey-3 border-t px-3.5 py-2.5">
              <p className="text-grey-1 text-meta">
                {left} takes were left in their midst. What arrived is kept. Choose their files, or drop them on the
                page.
              </p>
              <Button size="small" className="mt-2" onClick={() => again.choose(null)}>
                <FolderOpen aria-hidden />
                Choose the files
              </Button>
            </div>
          )}
          <ul className="max-h-[46vh] overflow-y-auto">
            {orderForTray(items).map((item) => (
              <UploadRow key={item.id} item={item} onChoose={again.choose} isBrief={left > 1} />
            ))}
          </ul>
        </>
      )}
      {again.input}
    </section>
  );
}

function PauseAll({ items }: { items: UploadItem[] }) {
  const act = useUploadActions();
  if (items.length < 2) return null;
  if (items.some((item) => isOnItsWay(item) && item.phase !== "finishing")) {
    return (
      <IconButton label="Pause all" onClick={() => act((store) => store.pauseAll())}>
        <Pause aria-hidden />
      </IconButton>
    );
  }
  if (!items.some((item) => item.phase === "paused")) return null;
  return (
    <IconButton label="Go on with all" onClick={() => act((store) => store.goOnAll())}>
      <Play aria-hidden />
    </IconButton>
  );
}

function Progress({ items }: { items: UploadItem[] }) {
  const progress = measureTray(items);
  if (!progress) return null;
  return (
    <div className="px-3.5 pb-2.5">
      <ProgressBar label="All takes on their way" value={progress.share} valueText={progress.sent} />
      <p className="mt-1.5 flex justify-between text-grey-2 text-meta tabular-nums">
        <span>{progress.sent}</span>
        <span>{progress.rate}</span>
      </p>
    </div>
  );
}
