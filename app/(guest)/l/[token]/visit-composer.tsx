"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Clock } from "lucide-react";
import { useRef } from "react";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { describePlace } from "@/app/_client/comments/place";
import { isSubmitKey } from "@/app/_client/comments/submit-key";
import { usePinnedDraft } from "@/app/_client/comments/use-pinned-draft";
import { Button } from "@/app/_ui/button";
import type { CommentView } from "@/lib/domains/comments/schema";
import type { VisitSongView, VisitVersionView, VisitView } from "@/lib/domains/links/visiting/schema";
import type { OwnWay } from "./gate";
import { SpeakerName, useSpeaker } from "./speaker-name";
import type { VisitSession } from "./use-visit-session";
import { visitCommentsQuery, visitSongPath } from "./visit-queries";

interface VisitComposerProps {
  visit: VisitView;
  song: VisitSongView;
  session: VisitSession;
  own: OwnWay | null;
  version: VisitVersionView;
}

/** Words at the moment typing began. A guest says who they are with the first of them, and stays that. */
export function VisitComposer({ visit, song, session, own, version }: VisitComposerProps) {
  const client = useQueryClient();
  const field = useRef<HTMLTextAreaElement>(null);
  const address = { linkId: visit.linkId, songId: song.id };
  const draft = usePinnedDraft(version.id, session.position, false, field);
  const speaker = useSpeaker(visit, own);
  const { asksName } = speaker;
  const startSec = draft.pinnedSec ?? session.positionSec;
  const form = useForm(["name", "body"], async ({ name: given = "", body = "" }) => {
    await speaker.introduce(given);
    const comment = { versionId: version.id, body, startSec };
    await callApi<CommentView>(`${visitSongPath(address)}/comments`, { method: "POST", body: comment });
    draft.clear();
    speaker.settle();
    await client.invalidateQueries(visitCommentsQuery(address));
  });
  const error = form.fieldError("body") ?? form.error;
  return (
    <form
      onSubmit={form.onSubmit}
      noValidate
      aria-label="Write a comment"
      className="my-3 grid gap-2 rounded-panel bg-paper-high p-3 shadow-float max-desk:mx-4"
    >
      <p className="flex items-center gap-2">
        <span className="inline-flex h-6 items-center gap-1.5 rounded-tag bg-ink px-2 font-strong text-meta text-paper tabular-nums">
          <Clock aria-hidden className="size-3" />
          {describePlace({ startSec, endSec: null })}
        </span>
        <span className="truncate text-grey-2 text-meta">
          {draft.pinnedSec === null ? "where the playhead is" : "pinned when you began to type"}
        </span>
      </p>
      <textarea
        ref={field}
        name="body"
        rows={2}
        aria-label="Comment"
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? "visit-composer-error" : undefined}
        placeholder="What do you hear here?"
        value={draft.words}
        readOnly={form.isBusy}
        onChange={(event) => draft.type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
          if (isSubmitKey(event)) event.currentTarget.form?.requestSubmit();
        }}
        className="field-sizing-content max-h-40 min-h-[44px] w-full resize-none rounded-tag bg-transparent text-body outline-offset-4 max-desk:text-[1rem]"
      />
      <p id="visit-composer-error" role="alert" className="text-bad-text text-meta empty:hidden">
        {error}
      </p>
      <div className="flex items-end gap-3 max-desk:flex-wrap">
        <SpeakerName speaker={speaker} error={form.fieldError("name")} />
        <Button
          type="submit"
          variant={draft.words.trim() === "" ? "line" : "go"}
          disabled={form.isBusy || draft.words.trim() === ""}
          className={asksName ? "h-9! max-desk:h-12!" : undefined}
        >
          Comment
        </Button>
      </div>
    </form>
  );
}
