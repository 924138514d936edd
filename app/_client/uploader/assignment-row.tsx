"use client";
import { X } from "lucide-react";
import { joinClasses } from "@/app/_ui/class-names";
import { IconButton } from "@/app/_ui/icon-button";
import { Select } from "@/app/_ui/select";
import { TextField } from "@/app/_ui/text-field";
import type { Assignment } from "./assignment";
import { describeSize } from "./words";

interface AssignmentRowProps {
  row: Assignment;
  songs: { id: string; name: string }[];
  onChange: (part: Partial<Assignment>) => void;
  onRemove?: () => void;
}

const NEW_SONG = "new";

export function AssignmentRow({ row, songs, onChange, onRemove }: AssignmentRowProps) {
  const options = [
    { value: NEW_SONG, label: "A new song" },
    ...songs.map((song) => ({ value: song.id, label: `A new version of ${song.name}` })),
  ];
  return (
    <li className="relative grid gap-2">
      <div className={joinClasses("flex items-center gap-2", onRemove && "pr-8")}>
        <p className="min-w-0 flex-1 truncate font-strong">{row.file.name}</p>
        <span className="text-grey-2 text-meta tabular-nums">{describeSize(row.file.size)}</span>
      </div>
      <div className="grid gap-2 desk:grid-cols-2">
        <Select
          label={`${row.file.name} becomes`}
          isLabelHidden
          options={options}
          value={row.songId ?? NEW_SONG}
          onChange={(event) => onChange({ songId: event.target.value === NEW_SONG ? null : event.target.value })}
        />
        {row.songId === null ? (
          <TextField
            label={`Name of the song from ${row.file.name}`}
            isLabelHidden
            value={row.songName}
            maxLength={200}
            error={row.songName.trim() === "" ? "Give it a name." : undefined}
            onChange={(event) => onChange({ songName: event.target.value })}
          />
        ) : (
          <TextField
            label={`Call ${row.file.name}`}
            isLabelHidden
            value={row.fileName}
            maxLength={500}
            error={row.fileName.trim() === "" ? "The file needs a name." : undefined}
            onChange={(event) => onChange({ fileName: event.target.value })}
          />
        )}
      </div>
      {onRemove && (
        <IconButton
          label={`Leave out ${row.file.name}`}
          size="small"
          onClick={onRemove}
          // Last in order, so that the dialog begins with the fields.
          className="absolute top-0 right-0"
        >
          <X aria-hidden />
        </IconButton>
      )}
    </li>
  );
}
