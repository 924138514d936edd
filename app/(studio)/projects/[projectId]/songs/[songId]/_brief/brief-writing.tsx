"use client";
import { CloudOff, Hourglass, PenLine, Square } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/app/_ui/button";
import type { BriefTurnView, BriefView } from "@/lib/domains/briefs/schema";
import type { VersionAddress } from "./briefs-query";
import type { Draft } from "./draft";
import { DraftText } from "./draft-text";
import { useBriefStream } from "./use-brief-stream";

interface BriefWritingProps {
  address: VersionAddress;
  brief: BriefView;
  turn: BriefTurnView;
  /** Null for those who only look. */
  onStop: (() => void) | null;
}

/** A turn while it is written: what there is so far, how the line is, and a way to stop it. */
export function BriefWriting({ address, brief, turn, onStop }: BriefWritingProps) {
  const draft = useBriefStream(address, brief, turn);
  return (
    <section aria-label="Being written" className="border-grey-3 border-t">
      <div className="sticky top-0 z-10 flex min-h-11 items-center gap-2.5 border-grey-3 border-b bg-paper px-4 py-1.5 text-grey-1 text-meta">
        <State draft={draft} turn={turn} />
        {onStop && (
          <Button variant="quiet" size="small" className="-mr-2 ml-auto" onClick={onStop}>
            <Square aria-hidden className="size-3! fill-current" />
            Stop
          </Button>
        )}
      </div>
      <DraftText text={draft.text} />
    </section>
  );
}

function State({ draft, turn }: { draft: Draft; turn: BriefTurnView }) {
  if (draft.line === "cut") {
    return (
      <Line icon={<CloudOff aria-hidden />}>
        <b className="font-strong text-ink">Not connected.</b> It is written on meanwhile; this page goes on by itself.
      </Line>
    );
  }
  if (draft.line === "silent") {
    return (
      <Line icon={<Hourglass aria-hidden />}>
        <b className="font-strong text-ink">Nothing came for a while.</b> This page goes on looking.
      </Line>
    );
  }
  if (draft.text === "" && turn.state === "queued")
    return <Line icon={<PenLine aria-hidden />}>Waiting for its turn</Line>;
  return <Line icon={<PenLine aria-hidden />}>{draft.text === "" ? "Reading the notes" : "Writing"}</Line>;
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p role="status" className="flex min-w-0 items-start gap-2 [&>svg]:mt-px [&>svg]:size-3.5 [&>svg]:shrink-0">
      {icon}
      <span className="min-w-0">{children}</span>
    </p>
  );
}
