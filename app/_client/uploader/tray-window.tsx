"use client";
import { ChevronDown, ChevronUp } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/app/_ui/icon-button";
import type { UploadItem } from "./upload-item";
import { UploadRow } from "./upload-row";

/** The tray itself, with at least one file in it. */
export function TrayWindow({ items }: { items: UploadItem[] }) {
  const [isFolded, setFolded] = useState(false);
  return (
    <section
      aria-label="Uploads"
      className="fixed bottom-[calc(var(--player)+16px)] left-[calc(var(--side)+24px)] z-30 w-[337px] animate-arrive overflow-hidden rounded-panel bg-paper-high shadow-float max-desk:inset-x-3 max-desk:bottom-[calc(var(--player)+12px)] max-desk:w-auto"
    >
      <header className="flex h-[42px] items-center gap-2 pr-1.5 pl-3.5">
        <h2 className="font-strong">{items.length === 1 ? "1 take" : `${items.length} takes`}</h2>
        <p className="grow text-grey-2 text-meta" role="status">
          {summarize(items)}
        </p>
        <IconButton
          label={isFolded ? "Show the uploads" : "Fold the uploads"}
          aria-expanded={!isFolded}
          onClick={() => setFolded(!isFolded)}
        >
          {isFolded ? <ChevronUp aria-hidden /> : <ChevronDown aria-hidden />}
        </IconButton>
      </header>
      {!isFolded && (
        <ul className="max-h-[46vh] overflow-y-auto">
          {items.map((item) => (
            <UploadRow key={item.id} item={item} />
          ))}
        </ul>
      )}
    </section>
  );
}

function summarize(items: UploadItem[]): string {
  const failed = items.filter((item) => item.phase === "failed").length;
  if (failed > 0) return `${failed} ${failed === 1 ? "needs" : "need"} you`;
  const done = items.filter((item) => item.phase === "done").length;
  return done === items.length ? "all there" : `${done} there`;
}
