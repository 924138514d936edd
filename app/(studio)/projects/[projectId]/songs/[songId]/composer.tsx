"use client";
import { Clock } from "lucide-react";
import { useRef, useState } from "react";
import { songPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { useForm } from "@/app/_client/api/use-form";
import { describePlace } from "@/app/_client/comments/place";
import { isSubmitKey } from "@/app/_client/comments/submit-key";
import { usePinnedDraft } from "@/app/_client/comments/use-pinned-draft";
import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { personStyle } from "@/app/_ui/person-mark";
import { usePerson } from "@/app/(studio)/_frame/person";
import type { CommentView } from "@/lib/domains/comments/schema";
import type { SongView } from "@/lib/domains/songs/schema";
import type { VersionView } from "@/lib/domains/versions/schema";
import { MentionList } from "./mention-list";
import { usePersonColor } from "./person-colors";
import { usePutComment } from "./use-comment-actions";
import { useMentions } from "./use-mentions";
import type { SongSession } from "./use-song-session";

export const COMPOSER_ID = "composer";

interface ComposerProps {
  song: SongView;
  session: SongSession;
  version: VersionView;
}

/** Words at the moment typing began, or over the range that is selected. */
export function Composer({ song, session, version }: ComposerProps) {
  const person = usePerson();
  const colorOf = usePersonColor();
  const put = usePutComment(song);
  const [pauses, setPauses] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = usePinnedDraft(version.id, session.position, pauses, field);
  const mentions = useMentions({ song, draft: version.id, words: draft.words, onWords: draft.type, field });
  const place = session.selection ?? { startSec: draft.pinnedSec ?? session.positionSec, endSec: null };
  const form = useForm(["body", "mentions"], async ({ body = "" }) => {
    const path = `/api${songPath({ projectId: song.projectId, songId: song.id })}/comments`;
    const { startSec, endSec } = place;
    const comment = { versionId: version.id, body, startSec, endSec, mentions: mentions.read(body) };
    await put(() => callApi<CommentView>(path, { method: "POST", body: comment }));
    draft.clear();
    mentions.clear();
    session.setSelection(null);
  });
  const error = form.fieldError("body") ?? form.fieldError("mentions") ?? form.error;
  return (
    <form
      onSubmit={form.onSubmit}
      noValidate
      aria-label="Write a comment"
      className="m-3 grid gap-2 rounded-panel bg-paper-high p-3 shadow-float max-desk:sticky max-desk:bottom-0 max-desk:z-10 max-desk:m-0 max-desk:grid-cols-[auto_minmax(0,1fr)_auto] max-desk:items-center max-desk:rounded-none max-desk:px-3 max-desk:py-2"
    >
      <p className="flex items-center gap-2">
        <span
          style={personStyle(colorOf(person.id))}
          className="inline-flex h-6 items-center gap-1.5 rounded-tag bg-(--c) px-2 font-strong text-meta text-on-person tabular-nums"
        >
          <Clock aria-hidden className="size-3" />
          {describePlace({ startSec: place.startSec, endSec: place.endSec })}
        </span>
        <span className="text-grey-2 text-meta max-desk:sr-only">{describePin(session, draft.pinnedSec)}</span>
      </p>
      <MentionList mentions={mentions} />
      <textarea
        ref={field}
        id={COMPOSER_ID}
        name="body"
        rows={2}
        aria-label="Comment"
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? "composer-error" : undefined}
        placeholder="What do you hear here? @ speaks to somebody"
        value={draft.words}
        readOnly={form.isBusy}
        {...mentions.aria}
        onChange={(event) => {
          draft.type(event.target.value);
          mentions.onCaret(event.target.selectionStart);
        }}
        onSelect={(event) => mentions.onCaret(event.currentTarget.selectionStart)}
        onKeyDown={(event) => {
          if (mentions.onKeyDown(event)) return;
          if (event.key === "Escape") event.currentTarget.blur();
          if (isSubmitKey(event)) event.currentTarget.form?.requestSubmit();
        }}
        className="field-sizing-content max-h-40 min-h-[44px] w-full resize-none rounded-tag bg-transparent text-body outline-offset-4 max-desk:min-h-6 max-desk:py-2.5 max-desk:text-[1rem]"
      />
      <p
        id="composer-error"
        role="alert"
        className="text-bad-text text-meta empty:hidden max-desk:order-last max-desk:col-span-full"
      >
        {error}
      </p>
      <div className="flex items-center gap-3">
        <Checkbox
          label="Pause while I type"
          isChecked={pauses}
          onCheckedChange={setPauses}
          className="flex-1 max-desk:hidden"
        />
        <Button
          type="submit"
          variant={draft.words.trim() === "" ? "line" : "go"}
          disabled={form.isBusy || draft.words.trim() === ""}
        >
          Comment
        </Button>
      </div>
    </form>
  );
}

function describePin(session: SongSession, pinnedSec: number | null): string {
  if (session.selection) return "the selected range";
  return pinnedSec === null ? "where the playhead is" : "pinned when you began to type";
}
