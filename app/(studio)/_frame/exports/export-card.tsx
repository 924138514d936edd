"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ExportView } from "@/lib/domains/exports/schema";
import { ExportAction, ExportProgress } from "./export-state";
import { nameExport } from "./export-words";
import { exportQuery } from "./exports-query";
import { useExportDeeds } from "./use-export-deeds";

/** The export that was just asked for, as it goes. It goes on when the window is closed. */
export function ExportCard({ asked }: { asked: ExportView }) {
  const view = useQuery({ ...exportQuery(asked.id), initialData: asked }).data;
  const deeds = useExportDeeds(view);
  return (
    <div className="grid gap-3">
      <div className="flex items-center gap-3 rounded-panel border border-grey-3 px-4 py-3 max-desk:flex-wrap">
        <div className="min-w-0 flex-1 max-desk:basis-full">
          <p className="truncate font-strong">{view.fileName ?? nameExport(view)}</p>
          <ExportProgress view={view} />
        </div>
        <ExportAction view={view} deeds={deeds} />
      </div>
      <p className="text-grey-2 text-meta">
        You can close this: it goes on, and is in{" "}
        <Link href="/exports" className="inline-flex min-h-9 items-center text-ink underline">
          your exports
        </Link>{" "}
        for a week.
      </p>
    </div>
  );
}
