"use client";
import { type ReactElement, useState } from "react";
import { projectPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { useTimeZone } from "@/app/_ui/relative-time";
import { Select } from "@/app/_ui/select";
import { TextField } from "@/app/_ui/text-field";
import { FormError } from "@/app/(auth)/form-error";
import type { ExportView } from "@/lib/domains/exports/schema";
import { ExportCard } from "./export-card";
import { daysBefore } from "./export-words";

const FIELDS = ["start", "end", "groupBy"];
const GROUP_WORDS = [
  { value: "day", label: "Day" },
  { value: "week", label: "Week" },
  { value: "month", label: "Month" },
];
/** What is proposed: the last thirty days, today with them. */
const PROPOSED_DAYS = 29;

interface ReportDialogProps {
  /** Null: of everything that one may open. */
  project: { id: string; name: string } | null;
  trigger?: ReactElement;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
}

/** Asks what happened between two days. */
export function ReportDialog({ project, ...dialog }: ReportDialogProps) {
  return (
    <Dialog
      title={project ? `Activity report of ${project.name}` : "Activity report"}
      description={`Uploads, plays, comments and decisions, by time, person and song${project ? "" : ", of everything you can open"}: a page with a chart, and a table for spreadsheets.`}
      {...dialog}
    >
      <ReportForm projectId={project?.id ?? null} />
    </Dialog>
  );
}

function ReportForm({ projectId }: { projectId: string | null }) {
  const [asked, setAsked] = useState<ExportView | null>(null);
  const timeZone = useTimeZone();
  const [now] = useState(() => new Date());
  const path = projectId === null ? "/api/reports" : `/api${projectPath(projectId)}/reports`;
  const form = useForm(FIELDS, async ({ start, end, groupBy }) => {
    setAsked(await callApi<ExportView>(path, { method: "POST", body: { start, end, groupBy, timeZone } }));
  });
  if (asked) {
    return (
      <div className="grid gap-3">
        <ExportCard asked={asked} />
        <div className="flex justify-end">
          <Button onClick={() => setAsked(null)}>Other days</Button>
        </div>
      </div>
    );
  }
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
      {form.error && <FormError message={form.error} />}
      <div className="grid grid-cols-3 items-start gap-3 max-desk:grid-cols-1">
        <TextField
          type="date"
          label="From"
          name="start"
          defaultValue={daysBefore(now, PROPOSED_DAYS, timeZone)}
          error={form.fieldError("start")}
        />
        <TextField
          type="date"
          label="To"
          name="end"
          defaultValue={daysBefore(now, 0, timeZone)}
          error={form.fieldError("end")}
        />
        <Select
          label="A row for each"
          name="groupBy"
          defaultValue="week"
          options={GROUP_WORDS}
          error={form.fieldError("groupBy")}
        />
      </div>
      <p className="text-grey-2 text-meta">Both days are in it, as the calendar in {timeZone} has them.</p>
      <div className="flex justify-end">
        <Button type="submit" variant="go" disabled={form.isBusy}>
          Make the report
        </Button>
      </div>
    </form>
  );
}
