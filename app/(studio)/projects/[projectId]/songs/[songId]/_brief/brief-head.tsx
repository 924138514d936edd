"use client";
import { Copy, Ellipsis, ListChecks, Trash2 } from "lucide-react";
import { useState } from "react";
import { copyText } from "@/app/_client/copy-text";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { IconButton } from "@/app/_ui/icon-button";
import { Menu, MenuItem } from "@/app/_ui/menu";
import { ProgressBar } from "@/app/_ui/progress-bar";
import { RelativeTime } from "@/app/_ui/relative-time";
import { usePerson } from "@/app/(studio)/_frame/person";
import { canDo } from "@/app/(studio)/_frame/rights";
import type { BriefDocumentView, BriefItemView, BriefTurnView } from "@/lib/domains/briefs/schema";
import type { BriefProps } from "./brief-props";
import { describeWriter } from "./describe-writer";
import { writeMarkdown } from "./markdown";
import { findAuthors } from "./note-authors";

type BriefHeadProps = BriefProps & { turn: BriefTurnView | null; isDone: (item: BriefItemView) => boolean };

/** Of which version, by whom, and how far it is worked off. */
export function BriefHead(props: BriefHeadProps) {
  const { session, version, brief, turn, isDone } = props;
  const { document } = brief;
  return (
    <header className="grid gap-1.5 px-4 pt-3 pb-3">
      <div className="flex items-start gap-1">
        <h3 className="min-w-0 flex-1 break-words pt-1 font-strong text-body" dir="auto">
          {document?.title ?? `Brief of v${version.number}`}
        </h3>
        {document && (
          <IconButton
            label="Copy as Markdown"
            onClick={() =>
              void copyText(
                writeMarkdown(document, (noteIds) => findAuthors(session.comments, noteIds)),
                "The brief is copied as Markdown",
              )
            }
          >
            <Copy aria-hidden />
          </IconButton>
        )}
        <BriefMenu {...props} />
      </div>
      {document && <Progress document={document} isDone={isDone} />}
      <p className="text-grey-2 text-meta">
        {turn && describeWriter(turn)} for {brief.createdBy.name} · <RelativeTime instant={brief.createdAt} />
      </p>
    </header>
  );
}

function Progress({ document, isDone }: { document: BriefDocumentView; isDone: (item: BriefItemView) => boolean }) {
  const items = document.groups.flatMap((group) => group.items);
  const doneCount = items.filter(isDone).length;
  const words = doneCount === items.length ? `All ${items.length} done` : `${doneCount} of ${items.length} done`;
  return (
    <div className="flex items-center gap-3">
      <span className="shrink-0 text-grey-1 text-meta tabular-nums">{words}</span>
      <ProgressBar
        className="min-w-6 flex-1"
        label="Worked off"
        tone="plain"
        value={items.length === 0 ? 0 : doneCount / items.length}
        valueText={words}
      />
    </div>
  );
}

function BriefMenu({ song, brief, actions, openCount }: BriefHeadProps) {
  const person = usePerson();
  const [isAsking, setAsking] = useState(false);
  const mayWrite = canDo(song.role, "comment");
  const mayDelete = mayWrite && (brief.createdBy.id === person.id || canDo(song.role, "moderate"));
  if (!mayWrite) return null;
  return (
    <>
      <Menu
        trigger={
          <IconButton label="More about this brief">
            <Ellipsis aria-hidden />
          </IconButton>
        }
      >
        {brief.composers.map((composer) => (
          <MenuItem
            key={composer}
            icon={<ListChecks aria-hidden />}
            isDisabled={openCount === 0 || actions.isBusy}
            onSelect={() => actions.make(composer)}
          >
            {brief.composers.length === 1
              ? "Write a new one"
              : `Write a new one by ${composer === "ai" ? (song.ai.recipient?.model ?? "the AI model") : "rules"}`}
          </MenuItem>
        ))}
        {mayDelete && (
          <MenuItem icon={<Trash2 aria-hidden />} isDangerous onSelect={() => setAsking(true)}>
            Delete
          </MenuItem>
        )}
      </Menu>
      <AlertDialog
        title="Delete this brief?"
        description="The list and its ticks go, for everybody. The comments it was made of stay."
        actionLabel="Delete brief"
        isOpen={isAsking}
        onOpenChange={setAsking}
        onAction={() => actions.remove(brief)}
      />
    </>
  );
}
