"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Keyboard, Trash2, UserPlus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { projectPath, songPath, songQuery, songsQuery } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { Button } from "@/app/_ui/button";
import { IconButton } from "@/app/_ui/icon-button";
import { InlineEdit } from "@/app/_ui/inline-edit";
import { Menu, MenuItem } from "@/app/_ui/menu";
import { PageHeader } from "@/app/_ui/page-header";
import { showToast } from "@/app/_ui/toast";
import { canDo } from "@/app/(studio)/_frame/rights";
import { ShareDialog } from "@/app/(studio)/_frame/share-dialog";
import type { SongView } from "@/lib/domains/songs/schema";
import { AllKeys } from "./all-keys";

export function SongHeader({ song }: { song: SongView }) {
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
          <SongMenu song={song} />
        </>
      }
    />
  );
}

function SongMenu({ song }: { song: SongView }) {
  const [asks, setAsks] = useState<"keys" | "delete" | null>(null);
  const router = useRouter();
  const client = useQueryClient();
  const remove = async () => {
    try {
      await callApi(`/api${songPath({ projectId: song.projectId, songId: song.id })}`, { method: "DELETE" });
      await client.invalidateQueries(songsQuery(song.projectId));
      router.push(projectPath(song.projectId));
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    }
  };
  return (
    <>
      <Menu
        trigger={
          <IconButton label="More">
            <Ellipsis aria-hidden />
          </IconButton>
        }
      >
        <MenuItem icon={<Keyboard aria-hidden />} keys="?" onSelect={() => setAsks("keys")}>
          All keys
        </MenuItem>
        {canDo(song.role, "moderate") && (
          <MenuItem icon={<Trash2 aria-hidden />} isDangerous onSelect={() => setAsks("delete")}>
            Delete song
          </MenuItem>
        )}
      </Menu>
      <AllKeys isOpen={asks === "keys"} onOpenChange={(isOpen) => setAsks(isOpen ? "keys" : null)} />
      <AlertDialog
        title={`Delete ${song.name}?`}
        description={`All ${song.versions.length} versions and their comments go with it, for everybody.`}
        actionLabel="Delete song"
        isOpen={asks === "delete"}
        onOpenChange={(isOpen) => setAsks(isOpen ? "delete" : null)}
        onAction={() => void remove()}
      />
    </>
  );
}
