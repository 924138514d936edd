"use client";
import { Trash2 } from "lucide-react";
import Link from "next/link";
import { IconButton } from "@/app/_ui/icon-button";
import { RelativeTime } from "@/app/_ui/relative-time";
import type { ExportView } from "@/lib/domains/exports/schema";
import { ExportAction, ExportProgress } from "../_frame/exports/export-state";
import { nameExport } from "../_frame/exports/export-words";
import { useExportDeeds } from "../_frame/exports/use-export-deeds";

export function ExportRow({ view }: { view: ExportView }) {
  const deeds = useExportDeeds(view);
  const { projectId, songId } = view;
  const project = projectId === null ? "/" : `/projects/${projectId}`;
  const place = songId === null ? project : `${project}/songs/${songId}`;
  return (
    <li className="flex min-h-16 items-center gap-3 border-grey-3 border-b py-2.5 max-desk:flex-wrap">
      <div className="min-w-0 flex-1 max-desk:basis-full">
        <p className="truncate">
          <Link href={place} className="font-strong hover:underline">
            <bdi>{view.title}</bdi>
          </Link>
          <span className="text-grey-2">
            {" "}
            · {nameExport(view)} · <RelativeTime instant={view.createdAt} />
          </span>
        </p>
        <ExportProgress view={view} />
      </div>
      <IconButton
        label={`Delete ${nameExport(view)}, ${view.title}`}
        disabled={deeds.isBusy}
        onClick={() => void deeds.remove()}
      >
        <Trash2 aria-hidden />
      </IconButton>
      <ExportAction view={view} deeds={deeds} />
    </li>
  );
}
