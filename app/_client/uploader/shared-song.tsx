"use client";
import { Select } from "@/app/_ui/select";
import { TextField } from "@/app/_ui/text-field";
import type { Assignment } from "./assignment";

interface SharedSongProps {
  rows: Assignment[];
  songs: { id: string; name: string }[];
  onChange: (rows: Assignment[]) => void;
}

const NEW_SONG = "new";

/** The one song of which all takes become versions, in their order. */
export function SharedSong({ rows, songs, onChange }: SharedSongProps) {
  const [first] = rows;
  if (!first) return null;
  const setAll = (part: Partial<Assignment>) => onChange(rows.map((row) => ({ ...row, ...part })));
  return (
    <div className="grid grid-cols-1 gap-2 desk:grid-cols-2">
      <Select
        label="Versions of"
        isLabelHidden
        options={[
          { value: NEW_SONG, label: "Versions of a new song" },
          ...songs.map((song) => ({ value: song.id, label: `New versions of ${song.name}` })),
        ]}
        value={first.songId ?? NEW_SONG}
        onChange={(event) => setAll({ songId: event.target.value === NEW_SONG ? null : event.target.value })}
      />
      {first.songId === null && (
        <TextField
          label="Name of the new song"
          isLabelHidden
          value={first.songName}
          maxLength={200}
          error={first.songName.trim() === "" ? "Give it a name." : undefined}
          onChange={(event) => setAll({ songName: event.target.value })}
        />
      )}
    </div>
  );
}
