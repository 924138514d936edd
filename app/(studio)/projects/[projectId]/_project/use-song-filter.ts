"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { songsQuery } from "@/app/_client/api/queries";
import type { SongItem } from "@/lib/domains/songs/schema";
import { readFilter, type SongFilter, writeFilter } from "./song-filter";

/** The filter in the page's address, where reload and back find it; and the songs that fit, all while nothing is sought. */
export function useSongFilter(projectId: string, all: SongItem[] | undefined) {
  const filter = readFilter(useSearchParams());
  const query = writeFilter(filter);
  const sought = useQuery({
    ...songsQuery(projectId, query),
    enabled: query !== "",
    placeholderData: keepPreviousData,
  });
  const change = (next: SongFilter) => {
    const search = writeFilter(next);
    window.history.replaceState(null, "", `${window.location.pathname}${search === "" ? "" : `?${search}`}`);
  };
  const isOn = query !== "";
  return { filter, change, isOn, songs: isOn ? sought.data : all, failure: isOn ? sought.error : null };
}
