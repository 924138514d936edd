"use client";
import { useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import Link from "next/link";
import { projectPath, songPath, songQuery, songsQuery } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { Button } from "@/app/_ui/button";
import { InlineEdit } from "@/app/_ui/inline-edit";
import { PageHeader } from "@/app/_ui/page-header";
import { canDo } from "@/app/(studio)/_frame/rights";
import { ShareDialog } from "@/app/(studio)/_frame/share-dialog";
import type { SongView } from "@/lib/domains/songs/schema";
import type { VersionView } from "@/lib/domains/versions/schema";
import { SongMenu } from "./song-menu";

interface SongHeaderProps {
  song: SongView;
  /** The one on the page. */
  version: VersionView | null;
}

export function SongHeader({ song, version }: SongHeaderProps) {
  const client = useQueryClient();
  const address = { projectId: song.projectId, songId: song.id };
  const rename = async (name: string) => {
    const changed = await callApi<SongView>(`/api${songPath(address)}`, { method: "PATCH", body: { name } });
    client.setQueryData(songQuery(address).queryKey, (current) => current && { ...current, name: changed.name });
    await client.invalidateQueries(songsQuery(song.projectId));
  };
  return (
    <PageHeader
      title={
        canDo(song.role, "edit") ? (
          <InlineEdit value={song.name} label="Song name" onSave={rename} maxLength={200} />
        ) : (
          song.name
        )
      }
      detail={
        <Link
          href={projectPath(song.projectId)}
          className="touch-44 rounded-tag text-grey-2 hover:text-ink max-desk:hidden"
        >
          {song.projectName}
        </Link>
      }
      actions={
        <>
          {canDo(song.role, "share") && (
            <ShareDialog
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
          <SongMenu song={song} version={version} />
        </>
      }
    />
  );
}
