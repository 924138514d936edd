import { Disc3, Pin } from "lucide-react";
import type { SongView } from "@/lib/domains/songs/schema";
import type { VersionView } from "@/lib/domains/versions/schema";

/** "v3", what people call it, and a sign where it is the chosen one or the master. */
export function VersionChip({ song, version }: { song: SongView; version: VersionView }) {
  return (
    <>
      v{version.number}
      {version.label && <bdi className="max-w-36 truncate font-text">{version.label}</bdi>}
      {version.id === song.currentVersionId && <Pin aria-hidden className="size-3 shrink-0" />}
      {version.id === song.masterVersionId && <Disc3 aria-hidden className="size-3 shrink-0" />}
    </>
  );
}

/** What a version is to its song beside being one of many. */
export function listMarks(song: SongView, version: VersionView): string[] {
  return [
    ...(version.id === song.currentVersionId ? ["Plays by default"] : []),
    ...(version.id === song.masterVersionId ? ["Master"] : []),
  ];
}

/** The chip in words. */
export function describeVersion(song: SongView, version: VersionView): string {
  const label = version.label === "" ? [] : [version.label];
  const marks = listMarks(song, version).map((mark) => mark.toLowerCase());
  return [`Version ${version.number}`, ...label, ...marks].join(", ");
}
