import { Disc3, Lightbulb, Mic, SlidersHorizontal } from "lucide-react";
import { type SongStage, STAGE_NAMES } from "@/lib/domains/songs/schema";

export const STAGE_ICONS = { idea: Lightbulb, demo: Mic, mix: SlidersHorizontal, master: Disc3 } as const;

/** How far a song is; nothing where nobody said. */
export function StageChip({ stage }: { stage: SongStage | null }) {
  if (!stage) return null;
  const Icon = STAGE_ICONS[stage];
  return (
    <span className="ring-line inline-flex h-[22px] shrink-0 items-center gap-[5px] rounded-full px-2 text-grey-1 text-meta">
      <Icon aria-hidden className="size-3" />
      <span className="sr-only">Stage: </span>
      {STAGE_NAMES[stage]}
    </span>
  );
}
