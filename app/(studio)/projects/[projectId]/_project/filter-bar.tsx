"use client";
import { useQuery } from "@tanstack/react-query";
import { ListFilter, X } from "lucide-react";
import { useRef } from "react";
import { sharesQuery, tagWordsQuery } from "@/app/_client/api/queries";
import { Button } from "@/app/_ui/button";
import { Popover } from "@/app/_ui/popover";
import type { SongItem } from "@/lib/domains/songs/schema";
import { countSongs, FilterFields } from "./filter-fields";
import { listParts, type SongFilter, writeFilter } from "./song-filter";

interface FilterBarProps {
  projectId: string;
  filter: SongFilter;
  onChange: (filter: SongFilter) => void;
  /** Every song of the project, sought or not. */
  songs: SongItem[];
  /** Undefined while they are being looked for. */
  foundCount: number | undefined;
}

/** What the songs below are sought by: each part with a way to take it back, and how many fit. */
export function FilterBar({ projectId, filter, onChange, songs, foundCount }: FilterBarProps) {
  const button = useRef<HTMLButtonElement>(null);
  const isOn = writeFilter(filter) !== "";
  const words = useQuery({ ...tagWordsQuery(projectId), enabled: isOn }).data ?? [];
  const labelOf = (name: string) => words.find((word) => word.name === name)?.label ?? name;
  const members = useQuery({ ...sharesQuery(projectId), enabled: filter.person !== "" }).data?.members;
  const personOf = (id: string) => members?.find(({ person }) => person.id === id)?.person.name ?? "somebody";
  const takeBack = (without: SongFilter) => {
    onChange(without);
    button.current?.focus();
  };
  return (
    <div className="flex min-h-[42px] flex-wrap items-center gap-1.5 pb-2">
      <Popover
        label="Filter the songs"
        trigger={
          <Button ref={button} variant="quiet" size="small" className="-ml-2">
            <ListFilter aria-hidden />
            Filter
          </Button>
        }
      >
        <FilterFields
          projectId={projectId}
          filter={filter}
          onChange={onChange}
          hasTempo={songs.some((song) => typeof song.latest?.tempoBpm === "number")}
          hasKey={songs.some((song) => typeof song.latest?.camelot === "string")}
        />
      </Popover>
      {listParts(filter, labelOf, personOf).map(({ label, without }) => (
        <Button key={label} size="small" aria-label={`Take back: ${label}`} onClick={() => takeBack(without)}>
          <bdi className="max-w-48 truncate">{label}</bdi>
          <X aria-hidden className="text-grey-2" />
        </Button>
      ))}
      <p role="status" className="ml-1.5 text-grey-2 text-meta tabular-nums">
        {isOn && foundCount !== undefined && `${foundCount} of ${countSongs(songs.length)}`}
      </p>
    </div>
  );
}
