"use client";
import { Download, Play, Upload } from "lucide-react";
import { useState } from "react";
import { songPath } from "@/app/_client/api/queries";
import { Button } from "@/app/_ui/button";
import { IconButton } from "@/app/_ui/icon-button";
import { RelativeTime } from "@/app/_ui/relative-time";
import { SegmentedControl } from "@/app/_ui/segmented-control";
import type { SongView } from "@/lib/domains/songs/schema";
import type { SongSession } from "./use-song-session";
import { describeVersion, listMarks, VersionChip } from "./version-chip";

interface VersionBarProps {
  song: SongView;
  session: SongSession;
  onPlay: (() => void) | null;
  onUpload: (() => void) | null;
}

/** Version chips, oldest first, with what they are called and which one is current or the master. */
export function VersionBar({ song, session, onPlay, onUpload }: VersionBarProps) {
  const { version } = session;
  const newest = song.versions[0];
  const [seen] = useState(() => new Set(song.versions.map((known) => known.id)));
  const chips = [...song.versions].reverse();
  const nextNumber = (song.versions[0]?.number ?? 0) + 1;
  if (!version) return null;
  const path = `/api${songPath({ projectId: song.projectId, songId: song.id })}/versions/${version.id}`;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 max-desk:px-4">
      <SegmentedControl
        label="Version"
        variant="strong"
        value={version.id}
        onValueChange={session.chooseVersion}
        options={chips.map((chip) => ({
          value: chip.id,
          label: <VersionChip song={song} version={chip} />,
          name: describeVersion(song, chip),
        }))}
      />
      <p className="min-w-0 flex-1 truncate text-grey-2 text-meta max-desk:hidden">
        {listMarks(song, version).map((mark) => `${mark} · `)}from {version.createdBy.name} ·{" "}
        <RelativeTime instant={version.createdAt} />
      </p>
      {newest && newest.number > version.number && newest.id !== version.id && !seen.has(newest.id) && (
        <Button size="small" onClick={() => session.chooseVersion(newest.id)}>
          v{newest.number} just came. Show it
        </Button>
      )}
      <div className="ml-auto flex items-center gap-2">
        {onPlay && !session.isInPlayer && (
          <Button variant="go" onClick={onPlay}>
            <Play aria-hidden className="fill-current" />
            Listen
          </Button>
        )}
        {song.canDownload && (
          <IconButton label={`Download v${version.number}: ${version.fileName}`} variant="line" asChild>
            <a href={`${path}/download`} download>
              <Download aria-hidden />
            </a>
          </IconButton>
        )}
        {onUpload && (
          <Button onClick={onUpload} aria-label={`Upload version ${nextNumber}`}>
            <Upload aria-hidden />
            <span className="max-desk:hidden">Upload v{nextNumber}</span>
          </Button>
        )}
      </div>
    </div>
  );
}
