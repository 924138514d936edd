"use client";
import { ListChecks } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { SegmentedControl } from "@/app/_ui/segmented-control";
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
  const model = song.ai.isOn ? song.ai.recipient : null;
  const [composer, setComposer] = useState<BriefComposer>(model ? "ai" : "rules");
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
        {model && openCount > 0 && (
          <div className="mt-4">
            <SegmentedControl<BriefComposer>
              label="Who writes it"
              value={composer}
              onValueChange={setComposer}
              options={[
                { value: "ai", label: <bdi>{model.model}</bdi> },
                { value: "rules", label: "Rules" },
              ]}
            />
          </div>
        )}
        {openCount > 0 && (
          <p className="mt-2 text-grey-2 text-meta">
            {chosen === "ai" && model ? (
              <>
                Written by <bdi>{model.model}</bdi>. The words of the notes go to{" "}
                <bdi className="wrap-anywhere">{model.host}</bdi>.
              </>
            ) : (
              "Written by rules, here on this Segno. Nothing leaves it."
            )}
          </p>
        )}
      </EmptyState>
    </div>
  );
}

function describeMatter(openCount: number, number: number): string {
  if (openCount === 0) return `No open note on v${number}`;
  return openCount === 1
    ? `1 open note of v${number} becomes a to-do list`
    : `${openCount} open notes of v${number} become one to-do list`;
}
