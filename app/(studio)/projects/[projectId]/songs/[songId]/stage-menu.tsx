"use client";
import { ChevronDown } from "lucide-react";
import { describeError } from "@/app/_client/api/api-error";
import { buildButtonLook } from "@/app/_ui/button-look";
import { Menu, MenuItem } from "@/app/_ui/menu";
import { showToast } from "@/app/_ui/toast";
import { canDo } from "@/app/(studio)/_frame/rights";
import { STAGE_ICONS, StageChip } from "@/app/(studio)/_frame/stage-chip";
import { SONG_STAGES, type SongStage, type SongView, STAGE_NAMES } from "@/lib/domains/songs/schema";
import { useChangeSong } from "./use-change-song";

/** How far the song is; pressed by who may say so, it offers the stages. */
export function StageMenu({ song }: { song: SongView }) {
  const changeSong = useChangeSong(song);
  if (!canDo(song.role, "edit")) return <StageChip stage={song.stage} />;
  const choose = async (stage: SongStage | null) => {
    try {
      await changeSong({ stage });
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    }
  };
  const Icon = song.stage && STAGE_ICONS[song.stage];
  const name = song.stage ? STAGE_NAMES[song.stage] : "Set stage";
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={song.stage ? `Stage: ${name}` : name}
          className={buildButtonLook({
            variant: song.stage ? "line" : "quiet",
            size: "small",
            className: "rounded-full!",
          })}
        >
          {Icon && <Icon aria-hidden className="size-3.5!" />}
          {name}
          <ChevronDown aria-hidden className="size-3! text-grey-2" />
        </button>
      }
    >
      {SONG_STAGES.map((stage) => {
        const StageIcon = STAGE_ICONS[stage];
        return (
          <MenuItem
            key={stage}
            icon={<StageIcon aria-hidden />}
            isChecked={stage === song.stage}
            onSelect={() => void choose(stage)}
          >
            {STAGE_NAMES[stage]}
          </MenuItem>
        );
      })}
      {song.stage && <MenuItem onSelect={() => void choose(null)}>No stage</MenuItem>}
    </Menu>
  );
}
