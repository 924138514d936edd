"use client";
import { Disc3, PenLine, Pin, PinOff } from "lucide-react";
import { describeError } from "@/app/_client/api/api-error";
import { MenuItem } from "@/app/_ui/menu";
import { showToast } from "@/app/_ui/toast";
import type { SongChange, SongView } from "@/lib/domains/songs/schema";
import type { VersionView } from "@/lib/domains/versions/schema";
import { useChangeSong } from "./use-change-song";

interface VersionItemsProps {
  song: SongView;
  version: VersionView;
  onEditWords: () => void;
}

/** What an editor can make of the version on the page: the one that plays by default, the master, one with a name. */
export function VersionItems({ song, version, onEditWords }: VersionItemsProps) {
  const changeSong = useChangeSong(song);
  const change = async (to: SongChange, message: string) => {
    try {
      await changeSong(to);
      showToast({ message });
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    }
  };
  const name = `v${version.number}`;
  const isCurrent = song.currentVersionId === version.id;
  const isMaster = song.masterVersionId === version.id;
  return (
    <>
      <MenuItem icon={<PenLine aria-hidden />} onSelect={onEditWords}>
        Label and note of {name}
      </MenuItem>
      {isCurrent ? (
        <MenuItem
          icon={<PinOff aria-hidden />}
          onSelect={() => void change({ currentVersionId: null }, "From now on the newest version plays")}
        >
          Play the newest by default
        </MenuItem>
      ) : (
        <MenuItem
          icon={<Pin aria-hidden />}
          onSelect={() => void change({ currentVersionId: version.id }, `From now on ${name} plays by default`)}
        >
          Play {name} by default
        </MenuItem>
      )}
      <MenuItem
        icon={<Disc3 aria-hidden />}
        onSelect={() =>
          void change(
            { masterVersionId: isMaster ? null : version.id },
            isMaster ? `${name} is not the master any more` : `${name} is the master`,
          )
        }
      >
        {isMaster ? "Take the master mark off" : `Mark ${name} as the master`}
      </MenuItem>
    </>
  );
}
