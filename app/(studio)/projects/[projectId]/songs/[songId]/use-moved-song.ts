"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { songPath } from "@/app/_client/api/queries";
import type { SongView } from "@/lib/domains/songs/schema";

/** A song that was moved to another project while it was open: the page goes with it. */
export function useMovedSong({ id: songId, projectId }: Pick<SongView, "id" | "projectId">, fromId: string): void {
  const router = useRouter();
  useEffect(() => {
    if (projectId !== fromId) router.replace(songPath({ projectId, songId }));
  }, [router, projectId, songId, fromId]);
}
