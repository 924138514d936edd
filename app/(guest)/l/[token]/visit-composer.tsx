"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Clock } from "lucide-react";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { describePlace } from "@/app/_client/comments/place";
import { isSubmitKey } from "@/app/_client/comments/submit-key";
import { useDraft } from "@/app/_client/comments/use-draft";
import { usePinnedDraft } from "@/app/_client/comments/use-pinned-draft";
import { Button } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/text-field";
import type { CommentView } from "@/lib/domains/comments/schema";
import type { VisitSongView, VisitVersionView, VisitView } from "@/lib/domains/links/visiting/schema";
import type { OwnWay } from "./gate";
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
  const router = useRouter();
  const field = useRef<HTMLTextAreaElement>(null);
  const address = { linkId: visit.linkId, songId: song.id };
  const draft = usePinnedDraft(version.id, session.position, false, field);
  const [name, setName] = useDraft(`guest:${visit.linkId}`);
  // A member who is signed in speaks as themselves.
  const self = own?.canComment ? own.name : visit.guest.name;
  const asksName = self === null;
  const startSec = draft.pinnedSec ?? session.positionSec;
  const form = useForm(["name", "body"], async ({ name: given = "", body = "" }) => {
    if (asksName) await callApi(`/api/links/${visit.linkId}/guest`, { method: "PATCH", body: { name: given } });
    const comment = { versionId: version.id, body, startSec };
    await callApi<CommentView>(`${visitSongPath(address)}/comments`, { method: "POST", body: comment });
    draft.clear();
    if (asksName) router.refresh();
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
        {asksName ? (
          <TextField
            label="Your name"
            name="name"
            autoComplete="name"
            placeholder="So that the band knows who speaks"
            isRequired
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={form.fieldError("name")}
            frameClassName="min-w-0 flex-1"
          />
        ) : (
          <p className="min-w-0 flex-1 truncate text-grey-2 text-meta">
            As <strong className="font-strong text-ink">{self}</strong>
          </p>
        )}
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
