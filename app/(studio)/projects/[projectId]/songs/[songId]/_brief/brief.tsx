"use client";
import { CircleAlert, CircleStop, RotateCw } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/app/_ui/button";
import { canDo } from "@/app/(studio)/_frame/rights";
import type { BriefDocumentView, BriefTurnView, BriefView } from "@/lib/domains/briefs/schema";
import type { CommentView } from "@/lib/domains/comments/schema";
import { useFollowLit } from "../use-follow-lit";
import { BriefDocument } from "./brief-document";
import { BriefHead } from "./brief-head";
import type { BriefProps } from "./brief-props";
import { BriefTalk } from "./brief-talk";
import { BriefWriting } from "./brief-writing";
import { findLitItems } from "./lit-items";
import { RefineForm } from "./refine-form";
import type { BriefActions } from "./use-brief-actions";
import { useDoneMarks } from "./use-done-marks";

/** A brief: being written, written, or failed; and the talk that changes it. */
export function Brief(props: BriefProps) {
  const { song, session, address, brief, actions } = props;
  const { document } = brief;
  const marks = useDoneMarks(address, brief);
  const litIds = document ? findLitItems(document, session.positionSec) : [];
  const list = useFollowLit(litIds[0] ?? null);
  const turn = brief.turns.findLast((one) => one.role === "assistant");
  const isWriting = turn?.state === "queued" || turn?.state === "writing";
  const told = useTold(turn);
  const mayChange = canDo(song.role, "comment");
  const newCount = document ? countNew(session.comments, brief, document) : 0;
  return (
    <>
      <div ref={list} className="grow rail:min-h-0 rail:overflow-y-auto">
        <BriefHead {...props} isDone={marks.isDone} turn={turn ?? null} />
        <BriefTalk brief={brief} />
        {turn && isWriting && (
          <BriefWriting
            key={turn.id}
            {...{ address, brief, turn }}
            onStop={mayChange ? () => actions.cancel(brief, turn) : null}
          />
        )}
        {turn && (turn.state === "failed" || turn.state === "cancelled") && (
          <Unwritten turn={turn} actions={actions} onRetry={mayChange ? () => actions.retry(brief, turn) : null} />
        )}
        {document && (
          <Kept isFolded={isWriting}>
            <BriefDocument {...{ session, document, marks, litIds, mayChange }} />
          </Kept>
        )}
      </div>
      {mayChange && document && <RefineForm {...{ brief, actions, isWriting, newCount }} />}
      <p role="status" className="sr-only">
        {told}
      </p>
    </>
  );
}

/** Open notes that came after the list; what a wish left out of it is not new. */
function countNew(comments: CommentView[], { turns }: BriefView, document: BriefDocumentView): number {
  const since = turns.find((turn) => turn.id === document.turnId)?.createdAt ?? "";
  const held = new Set(document.groups.flatMap((group) => group.items.flatMap((item) => item.noteIds)));
  return comments.filter((one) => one.resolvedAt === null && one.createdAt > since && !held.has(one.id)).length;
}

/** What a screen reader hears when the newest turn ends. */
function useTold(turn: BriefTurnView | undefined): string {
  const state = turn?.state;
  const [before, setBefore] = useState(state);
  const [told, setTold] = useState("");
  if (state !== before) {
    setBefore(state);
    setTold(state === "done" ? "The brief is written." : "");
  }
  return told;
}

/** While another is written, what there is stays at hand. */
function Kept({ isFolded, children }: { isFolded: boolean; children: ReactNode }) {
  if (!isFolded) return children;
  return (
    <details className="border-grey-3 border-t">
      <summary className="focus-inset px-4 py-2.5 text-grey-1 text-ui">The list until now</summary>
      {children}
    </details>
  );
}

interface UnwrittenProps {
  turn: BriefTurnView;
  actions: BriefActions;
  onRetry: (() => void) | null;
}

/** A turn that ended without an answer, and the way to have one after all. */
function Unwritten({ turn, actions, onRetry }: UnwrittenProps) {
  const { failure } = turn;
  const isBad = turn.state === "failed";
  const canRetry = onRetry !== null && (failure?.canRetry ?? true);
  return (
    <div
      role={isBad ? "alert" : "status"}
      className={`mx-4 my-3 flex gap-2.5 rounded-control px-3 py-2.5 ${isBad ? "bg-bad-wash text-bad-text" : "ring-line text-grey-1"}`}
    >
      {isBad ? (
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      ) : (
        <CircleStop aria-hidden className="mt-0.5 size-4 shrink-0" />
      )}
      <div className="grid min-w-0 flex-1 justify-items-start gap-2">
        <p className="wrap-anywhere">
          {isBad ? (failure?.message ?? "The brief could not be written.") : "Stopped before it was written."}
          {failure?.retryAfterSec !== undefined && ` It asks to wait ${failure.retryAfterSec} s.`}
          {" Your notes are as they were."}
        </p>
        {canRetry && (
          <Button size="small" onClick={onRetry} disabled={actions.isBusy}>
            <RotateCw aria-hidden />
            {isBad ? "Try again" : "Write it after all"}
          </Button>
        )}
      </div>
    </div>
  );
}
