"use client";
import { useQuery } from "@tanstack/react-query";
import { Files } from "lucide-react";
import Link from "next/link";
import { songPath, songQuery } from "@/app/_client/api/queries";
import type { SongView } from "@/lib/domains/songs/schema";
import type { VersionView } from "@/lib/domains/versions/schema";

/** Says that the project has these very bytes already, and where. Silent for who may not open the other song. */
export function SameFileNotice({ song, version }: { song: SongView; version: VersionView }) {
  const { sameAs } = version;
  const other = { projectId: song.projectId, songId: sameAs?.songId ?? song.id };
  const isHere = other.songId === song.id;
  const found = useQuery({ ...songQuery(other), enabled: !isHere, retry: false });
  const name = isHere ? "this song" : found.data?.name;
  if (!sameAs || name === undefined) return null;
  return (
    <p role="status" className="mt-2.5 flex items-center gap-2 text-grey-1 text-meta max-desk:px-4">
      <Files aria-hidden className="size-3.5 shrink-0" />
      <span>
        The same file as{" "}
        <Link className="underline" href={`${songPath(other)}?version=${sameAs.versionId}`}>
          v{sameAs.number} of {name}
        </Link>
        , byte for byte.
      </span>
    </p>
  );
}
