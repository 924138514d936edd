"use client";
import { useQuery } from "@tanstack/react-query";
import { sharesQuery, tagWordsQuery } from "@/app/_client/api/queries";
import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { Combobox } from "@/app/_ui/combobox";
import { Select } from "@/app/_ui/select";
import { TextField } from "@/app/_ui/text-field";
import { CAMELOT_KEYS } from "@/lib/audio/key/camelot";
import { SONG_STAGES, STAGE_NAMES } from "@/lib/domains/songs/schema";
import { listTags, type SongFilter } from "./song-filter";

interface FilterFieldsProps {
  projectId: string;
  filter: SongFilter;
  onChange: (filter: SongFilter) => void;
  /** Whether any song of the project has the figure: what can find nothing is not offered. */
  hasTempo: boolean;
  hasKey: boolean;
}

/** The fields to look for songs by. Tags and keys count at once, a tempo when it is written to the end. */
export function FilterFields({ projectId, filter, onChange, hasTempo, hasKey }: FilterFieldsProps) {
  const words = useQuery(tagWordsQuery(projectId)).data ?? [];
  const tags = listTags(filter);
  const options = words
    .filter((word) => word.songCount > 0 && !tags.includes(word.name))
    .map(({ name, label, songCount }) => ({ value: name, label, detail: countSongs(songCount) }));
  return (
    <div className="grid gap-4">
      <Combobox
        label="Tag"
        hint="Songs whose current version has it."
        options={options}
        onChoose={(name) => onChange({ ...filter, tags: [...tags, name].join() })}
      />
      <Select
        label="Stage"
        value={filter.stage}
        onChange={(event) => onChange({ ...filter, stage: event.target.value })}
        options={[
          { value: "", label: "Any stage" },
          ...SONG_STAGES.map((stage) => ({ value: stage, label: STAGE_NAMES[stage] })),
        ]}
      />
      <PersonField projectId={projectId} filter={filter} onChange={onChange} />
      {hasTempo && <TempoFields filter={filter} onChange={onChange} />}
      {hasKey && (
        <div className="grid gap-2">
          <Select
            label="Key"
            value={filter.key}
            onChange={(event) => onChange({ ...filter, key: event.target.value })}
            options={[
              { value: "", label: "Any key" },
              ...CAMELOT_KEYS.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` })),
            ]}
          />
          <Checkbox
            label="And the keys beside it"
            hint="Those that mix well with it."
            isChecked={filter.neighbours === "yes"}
            onCheckedChange={(isOn) => onChange({ ...filter, neighbours: isOn ? "yes" : "" })}
          />
        </div>
      )}
    </div>
  );
}

function PersonField({ projectId, filter, onChange }: Pick<FilterFieldsProps, "projectId" | "filter" | "onChange">) {
  const members = useQuery(sharesQuery(projectId)).data?.members ?? [];
  const people = new Map(members.map(({ person }) => [person.id, person.name]));
  // Alone there is nobody to tell songs apart by.
  if (people.size < 2) return null;
  return (
    <Select
      label="Person"
      value={filter.person}
      onChange={(event) => onChange({ ...filter, person: event.target.value })}
      options={[{ value: "", label: "Anybody" }, ...[...people].map(([id, name]) => ({ value: id, label: name }))]}
    />
  );
}

function TempoFields({ filter, onChange }: Pick<FilterFieldsProps, "filter" | "onChange">) {
  const bound = (name: "bpmFrom" | "bpmTo", label: string) => (
    <TextField
      key={`${name}:${filter[name]}`}
      label={label}
      name={name}
      type="number"
      inputMode="decimal"
      min={20}
      max={400}
      step="any"
      defaultValue={filter[name]}
    />
  );
  return (
    <form
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const [bpmFrom = "", bpmTo = ""] = ["bpmFrom", "bpmTo"].map((name) => {
          const value = new FormData(event.currentTarget).get(name);
          return typeof value === "string" ? value : "";
        });
        const isTurned = bpmFrom !== "" && bpmTo !== "" && Number(bpmFrom) > Number(bpmTo);
        onChange({ ...filter, ...(isTurned ? { bpmFrom: bpmTo, bpmTo: bpmFrom } : { bpmFrom, bpmTo }) });
      }}
    >
      <div className="grid grid-cols-[1fr_1fr_auto] items-end gap-2">
        {bound("bpmFrom", "BPM from")}
        {bound("bpmTo", "to")}
        <Button type="submit" className="min-h-9 max-desk:min-h-12">
          Set
        </Button>
      </div>
      <Checkbox
        label="Half and double the tempo, too"
        isChecked={filter.halfAndDouble === "yes"}
        onCheckedChange={(isOn) => onChange({ ...filter, halfAndDouble: isOn ? "yes" : "" })}
      />
    </form>
  );
}

export function countSongs(count: number): string {
  return count === 1 ? "1 song" : `${count} songs`;
}
