"use client";
import { UserPlus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { projectPath } from "@/app/_client/api/queries";
import { Button } from "@/app/_ui/button";
import { InlineEdit } from "@/app/_ui/inline-edit";
import { PageHeader } from "@/app/_ui/page-header";
import { ActivityButton } from "@/app/(studio)/_frame/activity/activity-button";
import { CoverMenu } from "@/app/(studio)/_frame/cover-menu";
import { canDo } from "@/app/(studio)/_frame/rights";
import { ShareDialog } from "@/app/(studio)/_frame/share-dialog";
import type { SongView } from "@/lib/domains/songs/schema";
import type { VersionView } from "@/lib/domains/versions/schema";
import { SongMenu } from "./song-menu";
import { StageMenu } from "./stage-menu";
import { useChangeSong } from "./use-change-song";

interface SongHeaderProps {
  song: SongView;
  /** The one on the page. */
  version: VersionView | null;
}

export function SongHeader({ song, version }: SongHeaderProps) {
  const changeSong = useChangeSong(song);
  const [showsActivity, setShowsActivity] = useState(false);
  return (
    <PageHeader
      lead={
        <CoverMenu
          target={{ projectId: song.projectId, songId: song.id, name: song.name, coverId: song.coverId }}
          canEdit={canDo(song.role, "edit")}
        />
      }
      title={
        canDo(song.role, "edit") ? (
          <InlineEdit value={song.name} label="Song name" onSave={(name) => changeSong({ name })} maxLength={200} />
        ) : (
          song.name
        )
      }
      detail={
        <div className="flex min-w-0 items-center gap-3">
          <StageMenu song={song} />
          <Link
            href={projectPath(song.projectId)}
            className="touch-44 min-w-0 truncate rounded-tag text-grey-2 hover:text-ink max-desk:hidden"
          >
            {song.projectName}
          </Link>
        </div>
      }
      actions={
        <>
          {canDo(song.role, "share") && (
            <ShareDialog
              opensByAddress
              projectId={song.projectId}
              song={{ id: song.id, name: song.name }}
              projectName={song.projectName}
              trigger={
                <Button>
                  <UserPlus aria-hidden />
                  <span className="max-desk:sr-only">Share</span>
                </Button>
              }
            />
          )}
          <ActivityButton
            target={{ projectId: song.projectId, songId: song.id }}
            name={song.name}
            isOpen={showsActivity}
            onOpenChange={setShowsActivity}
            isInMenu
          />
          <SongMenu song={song} version={version} onActivity={() => setShowsActivity(true)} />
        </>
      }
    />
  );
}
