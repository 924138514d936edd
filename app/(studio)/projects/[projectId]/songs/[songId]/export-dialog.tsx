"use client";
import { Download } from "lucide-react";
import { useState } from "react";
import { songPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { IconButton } from "@/app/_ui/icon-button";
import { Select } from "@/app/_ui/select";
import { TextField } from "@/app/_ui/text-field";
import { FormError } from "@/app/(auth)/form-error";
import { ExportCard } from "@/app/(studio)/_frame/exports/export-card";
import { readOffset } from "@/app/(studio)/_frame/exports/export-words";
import { type ExportFormat, type ExportView, FRAME_RATES } from "@/lib/domains/exports/schema";
import type { SongView } from "@/lib/domains/songs/schema";
import type { VersionView } from "@/lib/domains/versions/schema";
import { ExportFormats } from "./export-formats";

const FIELDS = ["format", "include", "offsetSec", "frameRate"];
/** A copy of the sound begins where the sound does. */
const WITHOUT_START: ReadonlySet<ExportFormat> = new Set(["wav"]);
/** They tell seconds alone. */
const WITHOUT_FRAMES: ReadonlySet<ExportFormat> = new Set(["wav", "reaper", "audition"]);
const RATE_WORDS: Partial<Record<(typeof FRAME_RATES)[number], string>> = { "29.97df": "29.97, drop frame" };

interface ExportDialogProps {
  song: SongView;
  version: VersionView;
}

/** The comments of a version for another tool, from the head of the comments. */
export function ExportDialog({ song, version }: ExportDialogProps) {
  return (
    <Dialog
      title="Export comments"
      description={`What was said of ${song.name} v${version.number}, as a file for another tool.`}
      trigger={
        <IconButton label="Export comments" className="ml-auto">
          <Download aria-hidden />
        </IconButton>
      }
    >
      <ExportForm song={song} version={version} />
    </Dialog>
  );
}

function ExportForm({ song, version }: ExportDialogProps) {
  const [asked, setAsked] = useState<ExportView | null>(null);
  const [format, setFormat] = useState<ExportFormat>("reaper");
  const path = `/api${songPath({ projectId: song.projectId, songId: song.id })}/versions/${version.id}/exports`;
  const form = useForm(FIELDS, async ({ include, offsetSec = "", frameRate }) => {
    const rate = frameRate === undefined ? {} : { frameRate };
    const body = { format, include, offsetSec: readOffset(offsetSec), ...rate };
    setAsked(await callApi<ExportView>(path, { method: "POST", body }));
  });
  if (asked) return <Asked asked={asked} onOther={() => setAsked(null)} />;
  const hasWav = song.canDownload && version.contentType === "audio/wav";
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
      {form.error && <FormError message={form.error} />}
      <ExportFormats value={format} onChange={setFormat} hasWav={hasWav} error={form.fieldError("format")} />
      <div className="grid grid-cols-3 items-start gap-3 max-desk:grid-cols-1">
        <Select
          label="Which comments"
          name="include"
          options={[
            { value: "all", label: "All of them" },
            { value: "open", label: "Open ones" },
          ]}
          error={form.fieldError("include")}
        />
        <TextField
          label="The song begins at"
          name="offsetSec"
          defaultValue="0:00"
          autoComplete="off"
          disabled={WITHOUT_START.has(format)}
          hint="On your timeline, as 1:00:00."
          error={form.fieldError("offsetSec")}
        />
        <Select
          label="Frames a second"
          name="frameRate"
          defaultValue="25"
          disabled={WITHOUT_FRAMES.has(format)}
          options={FRAME_RATES.map((value) => ({ value, label: RATE_WORDS[value] ?? value }))}
          error={form.fieldError("frameRate")}
        />
      </div>
      <div className="flex justify-end">
        <Button type="submit" variant="go" disabled={form.isBusy}>
          Make the file
        </Button>
      </div>
    </form>
  );
}

function Asked({ asked, onOther }: { asked: ExportView; onOther: () => void }) {
  return (
    <div className="grid gap-3">
      <ExportCard asked={asked} />
      <div className="flex justify-end">
        <Button onClick={onOther}>Another format</Button>
      </div>
    </div>
  );
}
