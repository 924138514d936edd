"use client";
import { Description } from "@/app/(studio)/_frame/description";
import { canDo } from "@/app/(studio)/_frame/rights";
import type { SongView } from "@/lib/domains/songs/schema";
import { useChangeSong } from "./use-change-song";

/** What the song is about, below its sound. */
export function SongDescription({ song }: { song: SongView }) {
  const changeSong = useChangeSong(song);
  const canEdit = canDo(song.role, "edit");
  if (song.description === "" && !canEdit) return null;
  return (
    <section aria-label="About this song">
      {song.description !== "" && (
        <h2 className="flex min-h-[26px] items-center text-grey-2 text-meta">About this song</h2>
      )}
      <Description
        of="this song"
        text={song.description}
        onSave={canEdit ? (description) => changeSong({ description }) : null}
      />
    </section>
  );
}
