"use client";
import { EmptyState } from "@/app/_ui/empty-state";
import type { SongItem } from "@/lib/domains/songs/schema";
import { Section } from "../_frame/section";
import { SongList } from "../_frame/song-list";

/** The songs in which something happened last, over all projects. */
export function RecentSongs({ songs }: { songs: SongItem[] | undefined }) {
  return (
    <Section title="Recent songs">
      {songs?.length === 0 ? (
        <EmptyState title="No song yet">
          Open a project and drop a take there. It is listed here from then on, the newest first.
        </EmptyState>
      ) : (
        <SongList songs={songs} isOnHome />
      )}
    </Section>
  );
}
