"use client";
import { Pencil } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { IconButton } from "@/app/_ui/icon-button";
import { canDo } from "@/app/(studio)/_frame/rights";
import type { SongView } from "@/lib/domains/songs/schema";
import type { VersionView } from "@/lib/domains/versions/schema";
import { VersionWordsDialog } from "./version-words-dialog";

/** What was written about the version, and the way to write it. */
export function VersionNote({ song, version }: { song: SongView; version: VersionView }) {
  const canEdit = canDo(song.role, "edit");
  if (version.note === "") {
    if (!canEdit) return null;
    return (
      <div>
        <VersionWordsDialog
          song={song}
          version={version}
          trigger={
            <Button variant="quiet" size="small" className="-ml-2">
              <Pencil aria-hidden />
              Say what is new in v{version.number}
            </Button>
          }
        />
      </div>
    );
  }
  return (
    <section aria-label={`Note on version ${version.number}`}>
      <div className="flex min-h-[26px] items-center gap-1.5">
        <h2 className="text-grey-2 text-meta">What is new in v{version.number}</h2>
        {canEdit && (
          <VersionWordsDialog
            song={song}
            version={version}
            trigger={
              <IconButton label={`Edit label and note of v${version.number}`} size="small">
                <Pencil aria-hidden />
              </IconButton>
            }
          />
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long note scrolls by keyboard, too. */}
      <p
        dir="auto"
        tabIndex={0}
        className="max-h-24 max-w-[72ch] overflow-y-auto whitespace-pre-line text-pretty rounded-tag"
      >
        {version.note}
      </p>
    </section>
  );
}
