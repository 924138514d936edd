"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Archive, ArchiveRestore, Bell, Ellipsis, FolderInput, History, Keyboard, LogOut, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { projectPath, projectsQuery, songPath, songQuery, songsQuery } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { IconButton } from "@/app/_ui/icon-button";
import { Menu, MenuItem } from "@/app/_ui/menu";
import { showToast } from "@/app/_ui/toast";
import { LeaveDialog } from "@/app/(studio)/_frame/leave-dialog";
import { NoticeLevelDialog } from "@/app/(studio)/_frame/notice-level-dialog";
import { usePerson } from "@/app/(studio)/_frame/person";
import { canDo } from "@/app/(studio)/_frame/rights";
import { useArchiving } from "@/app/(studio)/_frame/use-archiving";
import { useTellDeleted } from "@/app/(studio)/_frame/use-restore";
import type { SongView } from "@/lib/domains/songs/schema";
import type { VersionView } from "@/lib/domains/versions/schema";
import { AllKeys } from "./all-keys";
import { MoveDialog } from "./move-dialog";
import { VersionItems } from "./version-items";
import { VersionWordsDialog } from "./version-words-dialog";

interface SongMenuProps {
  song: SongView;
  version: VersionView | null;
  onActivity: () => void;
}

/** What is seldom done with a song, or with the version on the page. */
export function SongMenu({ song, version, onActivity }: SongMenuProps) {
  const [asks, setAsks] = useState<"keys" | "song" | "version" | "words" | "move" | "notices" | "leave" | null>(null);
  const deed = useDeleting(song);
  const archive = useArchiving();
  const person = usePerson();
  const isOwner = canDo(song.role, "moderate");
  // It was shared by itself: who has it by its project leaves that one.
  const isGuest =
    useQuery(projectsQuery()).data?.some(({ id, role }) => id === song.projectId && role === null) ?? false;
  const isOwn = canDo(song.role, "edit") && version?.createdBy.id === person.id;
  const show = (what: typeof asks) => (isOpen: boolean) => setAsks(isOpen ? what : null);
  return (
    <>
      <Menu
        trigger={
          <IconButton label="More">
            <Ellipsis aria-hidden />
          </IconButton>
        }
      >
        <MenuItem icon={<History aria-hidden />} onSelect={onActivity}>
          Activity
        </MenuItem>
        <MenuItem icon={<Bell aria-hidden />} onSelect={() => setAsks("notices")}>
          Notify me
        </MenuItem>
        <MenuItem icon={<Keyboard aria-hidden />} keys="?" onSelect={() => setAsks("keys")}>
          All keys
        </MenuItem>
        {version && canDo(song.role, "edit") && (
          <VersionItems song={song} version={version} onEditWords={() => setAsks("words")} />
        )}
        {isOwner && (
          <MenuItem icon={<FolderInput aria-hidden />} onSelect={() => setAsks("move")}>
            Move to another project
          </MenuItem>
        )}
        {canDo(song.role, "edit") && (
          <MenuItem
            icon={song.isArchived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
            onSelect={() =>
              void archive({ projectId: song.projectId, songId: song.id, name: song.name }, !song.isArchived)
            }
          >
            {song.isArchived ? "Bring back from the archive" : "Archive song"}
          </MenuItem>
        )}
        {isGuest && (
          <MenuItem icon={<LogOut aria-hidden />} onSelect={() => setAsks("leave")}>
            Leave song
          </MenuItem>
        )}
        {version && (isOwner || isOwn) && (
          <MenuItem icon={<Trash2 aria-hidden />} isDangerous onSelect={() => setAsks("version")}>
            Delete v{version.number}
          </MenuItem>
        )}
        {isOwner && (
          <MenuItem icon={<Trash2 aria-hidden />} isDangerous onSelect={() => setAsks("song")}>
            Delete song
          </MenuItem>
        )}
      </Menu>
      <LeaveDialog
        projectId={song.projectId}
        songId={song.id}
        name={song.name}
        isOpen={asks === "leave"}
        onOpenChange={show("leave")}
      />
      {isOwner && <MoveDialog song={song} isOpen={asks === "move"} onOpenChange={show("move")} />}
      <NoticeLevelDialog
        projectId={song.projectId}
        song={song}
        name={song.name}
        isOpen={asks === "notices"}
        onOpenChange={show("notices")}
      />
      <AllKeys isOpen={asks === "keys"} onOpenChange={show("keys")} />
      {version && (
        <VersionWordsDialog song={song} version={version} isOpen={asks === "words"} onOpenChange={show("words")} />
      )}
      {version && (
        <AlertDialog
          title={`Delete v${version.number} of ${song.name}?`}
          description={describeVersion(song)}
          actionLabel="Delete version"
          isOpen={asks === "version"}
          onOpenChange={show("version")}
          onAction={() => void deed.deleteVersion(version)}
        />
      )}
      <AlertDialog
        title={`Delete ${song.name}?`}
        description={`${describeVersions(song.versions.length)} and the comments go with it, for everybody. You can bring it back from the trash for a month.`}
        actionLabel="Delete song"
        isOpen={asks === "song"}
        onOpenChange={show("song")}
        onAction={() => void deed.deleteSong()}
      />
    </>
  );
}

function describeVersions(count: number): string {
  if (count === 0) return "The name";
  return count === 1 ? "Its one version" : `All ${count} versions`;
}

function describeVersion({ versions }: SongView): string {
  const last = versions.length === 1 ? "It is the song's only version: nothing to listen to is left. " : "";
  return `${last}It goes with its comments, for everybody. You can bring it back from the trash for a month.`;
}

function useDeleting(song: SongView) {
  const router = useRouter();
  const client = useQueryClient();
  const tellDeleted = useTellDeleted();
  const address = { projectId: song.projectId, songId: song.id };
  const deleteSong = async () => {
    try {
      await callApi(`/api${songPath(address)}`, { method: "DELETE" });
      await client.invalidateQueries(songsQuery(song.projectId));
      router.push(projectPath(song.projectId));
      tellDeleted({ id: song.id, name: song.name });
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    }
  };
  const deleteVersion = async (version: VersionView) => {
    try {
      await callApi(`/api${songPath(address)}/versions/${version.id}`, { method: "DELETE" });
      await client.invalidateQueries(songQuery(address));
      tellDeleted({ id: version.id, name: `v${version.number} of ${song.name}` });
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    }
  };
  return { deleteSong, deleteVersion };
}
