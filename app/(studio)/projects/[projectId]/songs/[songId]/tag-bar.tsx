"use client";
import { Check, X } from "lucide-react";
import { useRef } from "react";
import { IconButton } from "@/app/_ui/icon-button";
import { canDo } from "@/app/(studio)/_frame/rights";
import type { SongView } from "@/lib/domains/songs/schema";
import type { VersionView } from "@/lib/domains/versions/schema";
import { AddTag } from "./add-tag";
import { SuggestionState } from "./suggestion-state";
import { TagChip } from "./tag-chip";
import { listShownTags } from "./tag-words";
import { useTagActions } from "./use-tag-actions";

/** The version's tags, each with its source, and the suggestions that wait for somebody to decide. */
export function TagBar({ song, version }: { song: SongView; version: VersionView }) {
  const actions = useTagActions(song, version);
  const addButton = useRef<HTMLButtonElement>(null);
  const canEdit = canDo(song.role, "edit");
  const tags = listShownTags(version.tags);
  const suggestions = version.tags.filter((tag) => tag.state === "suggested");
  // What was pressed goes away with its tag; the focus stays in this line.
  const andStay = (deed: Promise<void>) => void deed.then(() => addButton.current?.focus());
  return (
    <div className="mt-2 flex min-h-[26px] flex-wrap items-center gap-x-1.5 gap-y-2 max-desk:px-4">
      {tags.length > 0 && (
        <ul aria-label="Tags" className="contents">
          {tags.map((tag) => (
            <li key={tag.id} className="flex min-w-0">
              <TagChip tag={tag} onDismiss={canEdit ? () => andStay(actions.dismiss(tag)) : null} />
            </li>
          ))}
        </ul>
      )}
      {canEdit && <AddTag ref={addButton} projectId={song.projectId} tags={version.tags} onAdd={actions.add} />}
      {suggestions.length > 0 && (
        <>
          <span className="ml-1.5 text-grey-2 text-meta">Suggested</span>
          <ul aria-label="Suggested tags" className="contents">
            {suggestions.map((tag) => (
              <li key={tag.id} className="flex min-w-0 items-center gap-0.5 max-desk:gap-2">
                <TagChip tag={tag} onDismiss={null} />
                {canEdit && (
                  <>
                    <IconButton
                      label={`Keep the tag ${tag.label}`}
                      size="small"
                      onClick={() => andStay(actions.accept(tag))}
                    >
                      <Check aria-hidden />
                    </IconButton>
                    <IconButton
                      label={`Dismiss the tag ${tag.label}`}
                      size="small"
                      onClick={() => andStay(actions.dismiss(tag))}
                    >
                      <X aria-hidden />
                    </IconButton>
                  </>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      <SuggestionState song={song} version={version} onAsk={canEdit ? actions.ask : null} />
    </div>
  );
}
