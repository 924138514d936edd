"use client";
import { ListChecks, Sparkles } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { SegmentedControl } from "@/app/_ui/segmented-control";
import { AiConsentDialog } from "@/app/(studio)/_frame/ai-consent-dialog";
import { canDo } from "@/app/(studio)/_frame/rights";
import type { BriefComposer } from "@/lib/domains/briefs/schema";
import type { SongView } from "@/lib/domains/songs/schema";
import type { VersionView } from "@/lib/domains/versions/schema";
import type { BriefActions } from "./use-brief-actions";

interface NoBriefProps {
  song: SongView;
  version: VersionView;
  openCount: number;
  actions: BriefActions;
}

/** What a brief is, what it would be made of, and who would write it. */
export function NoBrief({ song, version, openCount, actions }: NoBriefProps) {
  const reasonId = useId();
  const model = song.ai.readsNotes ? song.ai.recipient : null;
  const [composer, setComposer] = useState<BriefComposer>("ai");
  const chosen = model ? composer : "rules";
  if (!canDo(song.role, "comment")) {
    return (
      <div className="px-4">
        <EmptyState title={`No brief of v${version.number} yet`}>
          When somebody of the band has one written, the to-do list shows up here.
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="min-h-0 overflow-y-auto px-4">
      <EmptyState
        title={describeMatter(openCount, version.number)}
        actions={
          <Button
            disabled={openCount === 0 || actions.isBusy}
            aria-describedby={openCount === 0 ? reasonId : undefined}
            onClick={() => actions.make(chosen)}
          >
            <ListChecks aria-hidden />
            Write the brief
          </Button>
        }
      >
        <p id={reasonId}>
          {openCount === 0
            ? "A brief is made of what is still open. Comment on this version first, then come back."
            : "What belongs together stands together, each thing with its time and whose wish it is. Tick off what is done; everybody sees it."}
        </p>
        {openCount > 0 && <Writer song={song} model={model} composer={chosen} onChange={setComposer} />}
      </EmptyState>
    </div>
  );
}

interface WriterProps {
  song: SongView;
  /** That the notes may go to; null for none. */
  model: SongView["ai"]["recipient"];
  composer: BriefComposer;
  onChange: (composer: BriefComposer) => void;
}

/** Who writes it, and where the notes go; a choice where there is one. */
function Writer({ song, model, composer, onChange }: WriterProps) {
  const [isOpen, setOpen] = useState(false);
  const { recipient } = song.ai;
  return (
    <div className="mt-4 grid justify-items-start gap-1.5">
      {model && (
        <div className="-ml-2">
          <SegmentedControl<BriefComposer>
            label="Who writes it"
            value={composer}
            onValueChange={onChange}
            options={[
              { value: "ai", label: <bdi>{model.model}</bdi> },
              { value: "rules", label: "Rules" },
            ]}
          />
        </div>
      )}
      <p className="text-grey-2 text-meta">
        {composer === "ai" && model ? (
          <>
            Written by <bdi>{model.model}</bdi>. The notes, without names, go to{" "}
            <bdi className="wrap-anywhere">{model.host}</bdi>.
          </>
        ) : (
          "Written by rules, here on this Segno. Nothing leaves it."
        )}
      </p>
      {recipient && canDo(song.role, "moderate") && (
        <>
          {!model && (
            <Button variant="quiet" size="small" className="-ml-2" onClick={() => setOpen(true)}>
              <Sparkles aria-hidden />
              Let an AI model write it …
            </Button>
          )}
          {/* Stays while it is answered: the last box makes the button go. */}
          <AiConsentDialog
            project={{ id: song.projectId, name: song.projectName, ai: song.ai }}
            isOpen={isOpen}
            onOpenChange={setOpen}
          />
        </>
      )}
    </div>
  );
}

function describeMatter(openCount: number, number: number): string {
  if (openCount === 0) return `No open note on v${number}`;
  return openCount === 1
    ? `1 open note of v${number} becomes a to-do list`
    : `${openCount} open notes of v${number} become one to-do list`;
}
