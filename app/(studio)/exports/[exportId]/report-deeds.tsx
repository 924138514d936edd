"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import type { ExportView } from "@/lib/domains/exports/schema";
import { ExportAction, ExportProgress } from "../../_frame/exports/export-state";
import { exportQuery } from "../../_frame/exports/exports-query";
import { useExportDeeds } from "../../_frame/exports/use-export-deeds";

/** How far it is, and what can be done with it; the page shows its figures as soon as there are some. */
export function ReportDeeds({ view: initial }: { view: ExportView }) {
  const view = useQuery({ ...exportQuery(initial.id), initialData: initial }).data;
  const deeds = useExportDeeds(view);
  const router = useRouter();
  // Whenever one of both is another: what the server answers may be older by then than what was heard meanwhile.
  useEffect(() => {
    if (view.state !== initial.state) router.refresh();
  }, [view.state, initial.state, router]);
  return (
    <div className="flex items-center gap-3 max-desk:flex-wrap">
      <div className="min-w-0 flex-1 max-desk:basis-full">
        <ExportProgress view={view} />
      </div>
      <ExportAction view={view} deeds={deeds} isOnItsPage />
    </div>
  );
}
