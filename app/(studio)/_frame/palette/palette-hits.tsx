"use client";
import { AudioLines, FileAudio, Folder, MessageSquare, Tag, UserRound } from "lucide-react";
import type { ReactNode } from "react";
import { SEARCH_KINDS, type SearchAnswer, type SearchKind } from "@/lib/domains/search/schema";
import { describeHit, GROUP_NAMES, nameHit } from "./hit-words";
import { PaletteGroup, PaletteRow } from "./palette-row";

const ICONS: Record<SearchKind, ReactNode> = {
  song: <AudioLines aria-hidden />,
  project: <Folder aria-hidden />,
  person: <UserRound aria-hidden />,
  tag: <Tag aria-hidden />,
  version: <FileAudio aria-hidden />,
  comment: <MessageSquare aria-hidden />,
};

/** What was found, group by group. */
export function PaletteHits({ answer, onGo }: { answer: SearchAnswer; onGo: (href: string) => void }) {
  return SEARCH_KINDS.map((kind) => {
    const hits = answer.items.filter((hit) => hit.kind === kind);
    if (hits.length === 0) return null;
    const heading = answer.more.includes(kind) ? `${GROUP_NAMES[kind]}, the first ${hits.length}` : GROUP_NAMES[kind];
    return (
      <PaletteGroup key={kind} heading={heading}>
        {hits.map((hit) => (
          <PaletteRow
            key={hit.id}
            value={nameHit(hit)}
            icon={ICONS[kind]}
            {...describeHit(hit)}
            onChoose={() => onGo(hit.href)}
          />
        ))}
      </PaletteGroup>
    );
  });
}
