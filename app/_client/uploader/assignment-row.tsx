"use client";
import { X } from "lucide-react";
import { joinClasses } from "@/app/_ui/class-names";
import { IconButton } from "@/app/_ui/icon-button";
import { Select } from "@/app/_ui/select";
import { TextField } from "@/app/_ui/text-field";
import { formatBytes } from "@/lib/core/format-bytes";
import { type Assignment, isFirstOfNewSong } from "./assignment";
import { changeDestination, destinationOf, listDestinations } from "./destinations";
import type { UploadItem } from "./upload-item";

interface AssignmentRowProps {
  row: Assignment;
  rows: Assignment[];
  songs: { id: string; name: string }[];
  /** The upload that was left and that this file seems to belong to. */
  left: UploadItem | undefined;
  /** All rows go to one song, which is chosen for all of them: only the name is asked for. */
  isPlaced: boolean;
  onChange: (part: Partial<Assignment>) => void;
  onRemove?: () => void;
}

export function AssignmentRow({ row, rows, songs, left, isPlaced, onChange, onRemove }: AssignmentRowProps) {
  const { name } = row.file;
  return (
    <li className="relative grid grid-cols-1 gap-2 [contain-intrinsic-size:auto_68px] [content-visibility:auto]">
      <div className={joinClasses("flex items-center gap-2", onRemove && "pr-8")}>
        <p className="min-w-0 flex-1 truncate font-strong">{name}</p>
        <span className="text-grey-2 text-meta tabular-nums">{formatBytes(row.file.size)}</span>
      </div>
      <div className="grid grid-cols-1 gap-2 desk:grid-cols-2">
        {!(isPlaced && row.goesOnWith === null) && (
          <Select
            label={`${name} becomes`}
            isLabelHidden
            options={listDestinations(row, rows, songs, left)}
            value={destinationOf(row, rows)}
            onChange={(event) => onChange(changeDestination(event.target.value, left))}
          />
        )}
        {!isPlaced && isFirstOfNewSong(row, rows) ? (
          <TextField
            label={`Name of the song from ${name}`}
            isLabelHidden
            value={row.songName}
            maxLength={200}
            error={row.songName.trim() === "" ? "Give it a name." : undefined}
            onChange={(event) => onChange({ songName: event.target.value })}
          />
        ) : (
          !row.goesOnWith && (
            <TextField
              label={`Call ${name}`}
              isLabelHidden
              value={row.fileName}
              maxLength={500}
              error={row.fileName.trim() === "" ? "The file needs a name." : undefined}
              onChange={(event) => onChange({ fileName: event.target.value })}
            />
          )
        )}
      </div>
      {onRemove && (
        // Last in order, so that the dialog begins with the fields.
        <span className="absolute top-0 right-0">
          <IconButton label={`Leave out ${name}`} size="small" onClick={onRemove}>
            <X aria-hidden />
          </IconButton>
        </span>
      )}
    </li>
  );
}
