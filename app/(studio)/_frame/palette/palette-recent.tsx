"use client";
import { useQuery } from "@tanstack/react-query";
import { AudioLines } from "lucide-react";
import { homeQuery, songPath } from "@/app/_client/api/queries";
import { Skeleton } from "@/app/_ui/skeleton";
import { PaletteGroup, PaletteRow } from "./palette-row";

const SHOWN = 6;

/** Before anything is typed: the songs in which something happened last. */
export function PaletteRecent({ onGo }: { onGo: (href: string) => void }) {
  const songs = useQuery(homeQuery()).data?.songs.slice(0, SHOWN);
  if (songs?.length === 0) return null;
  return (
    <PaletteGroup heading="Recent songs">
      {songs === undefined
        ? Array.from({ length: SHOWN }, (_, row) => (
            <div key={row} className="flex min-h-9 items-center px-2.5 max-desk:min-h-12">
              <Skeleton className="h-3 w-48" />
            </div>
          ))
        : songs.map((song) => (
            <PaletteRow
              key={song.id}
              value={`recent:${song.id}`}
              icon={<AudioLines aria-hidden />}
              title={song.name}
              detail={song.projectName}
              onChoose={() => onGo(songPath({ projectId: song.projectId, songId: song.id }))}
            />
          ))}
    </PaletteGroup>
  );
}
