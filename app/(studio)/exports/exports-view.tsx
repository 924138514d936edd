"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { type ExportList, exportsQuery } from "../_frame/exports/exports-query";
import { ReportDialog } from "../_frame/exports/report-dialog";
import { ExportRow } from "./export-row";

/** What one has had made, with what can still be downloaded. */
export function ExportsView({ initial }: { initial: ExportList }) {
  const [initialAt] = useState(() => Date.now());
  const { items, nextCursor } = useQuery({
    ...exportsQuery(),
    initialData: initial,
    initialDataUpdatedAt: initialAt,
  }).data;
  return (
    <>
      <PageHeader
        title="Exports"
        actions={<ReportDialog project={null} trigger={<Button>Activity report</Button>} />}
      />
      <div className="w-full max-w-[904px] px-6 py-2 max-desk:px-4">
        {items.length === 0 ? (
          <EmptyState title="Nothing exported yet">
            Take the comments of a song into your DAW with the arrow above them, or a whole project from its menu. What
            you had made can be downloaded here for a week.
          </EmptyState>
        ) : (
          <ul>
            {items.map((view) => (
              <ExportRow key={view.id} view={view} />
            ))}
          </ul>
        )}
        {nextCursor !== null && <p className="py-3 text-grey-2 text-meta">These are the newest {items.length}.</p>}
      </div>
    </>
  );
}
