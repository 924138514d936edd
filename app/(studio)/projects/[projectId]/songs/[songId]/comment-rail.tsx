"use client";
import { useEffect, useRef, useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { Kbd } from "@/app/_ui/kbd";
import { SegmentedControl } from "@/app/_ui/segmented-control";
import { Skeleton } from "@/app/_ui/skeleton";
import { usePerson } from "@/app/(studio)/_frame/person";
import { canDo } from "@/app/(studio)/_frame/rights";
import type { CommentView } from "@/lib/domains/comments/schema";
import type { SongView } from "@/lib/domains/songs/schema";
import { CommentItem } from "./comment-item";
import { Composer } from "./composer";
import { ExportDialog } from "./export-dialog";
import type { SongSession } from "./use-song-session";

type Filter = "all" | "open" | "mine";

interface CommentRailProps {
  song: SongView;
  session: SongSession;
  isLoading: boolean;
  failure: unknown;
  onRetry: () => void;
}

/** What was said of this version, in the order of the sound; the comment under the playhead is lit. */
export function CommentRail({ song, session, isLoading, failure, onRetry }: CommentRailProps) {
  const person = usePerson();
  const [filter, setFilter] = useState<Filter>("all");
  const shown = session.comments.filter((comment) => isShown(comment, filter, person.id));
  const openCount = session.comments.filter((comment) => comment.resolvedAt === null).length;
  const list = useFollowLit(session.litCommentId);
  return (
    <aside
      aria-label="Comments"
      className="flex min-h-0 min-w-0 flex-col border-grey-3 rail:border-l max-rail:border-t max-desk:border-t-0"
    >
      <header className="flex h-[46px] shrink-0 items-center gap-3 px-4">
        <h2 className="font-strong">Comments</h2>
        <SegmentedControl<Filter>
          label="Which comments"
          value={filter}
          onValueChange={setFilter}
          options={[
            { value: "all", label: `All ${session.comments.length}` },
            { value: "open", label: `Open ${openCount}` },
            { value: "mine", label: "Mine" },
          ]}
        />
        {session.version && session.comments.length > 0 && <ExportDialog song={song} version={session.version} />}
      </header>
      <div ref={list} className="min-h-0 grow rail:overflow-y-auto">
        {isLoading && <CommentSkeletons />}
        {failure !== null && <FailedComments failure={failure} onRetry={onRetry} />}
        {!isLoading && failure === null && shown.length === 0 && <NoComments song={song} filter={filter} />}
        <ul>
          {shown.map((comment) => (
            <CommentItem
              key={comment.id}
              song={song}
              comment={comment}
              isLit={comment.id === session.litCommentId}
              onOpen={() => session.openComment(comment.id)}
            />
          ))}
        </ul>
        {session.otherCommentCount > 0 && (
          <p className="px-4 py-3 text-grey-2 text-meta">
            {session.otherCommentCount === 1 ? "1 more comment is" : `${session.otherCommentCount} more comments are`}{" "}
            on other versions.
          </p>
        )}
      </div>
      {canDo(song.role, "comment") && session.version && (
        <Composer key={session.version.id} song={song} session={session} version={session.version} />
      )}
    </aside>
  );
}

function isShown(comment: CommentView, filter: Filter, personId: string): boolean {
  if (filter === "open") return comment.resolvedAt === null;
  if (filter === "mine") return comment.author.id === personId;
  return true;
}

/** Keeps the lit comment in sight until the reader scrolls by hand; the next lit one follows again after a while. */
function useFollowLit(litCommentId: string | null) {
  const list = useRef<HTMLDivElement>(null);
  const scrolledAtMs = useRef(0);
  useEffect(() => {
    const element = list.current;
    const remember = () => {
      scrolledAtMs.current = Date.now();
    };
    element?.addEventListener("wheel", remember, { passive: true });
    element?.addEventListener("touchmove", remember, { passive: true });
    return () => {
      element?.removeEventListener("wheel", remember);
      element?.removeEventListener("touchmove", remember);
    };
  }, []);
  useEffect(() => {
    const element = list.current;
    const isOwnScroll = element !== null && element.scrollHeight > element.clientHeight + 1;
    if (!litCommentId || !isOwnScroll || Date.now() - scrolledAtMs.current < 8_000) return;
    element.querySelector(`[data-comment="${CSS.escape(litCommentId)}"]`)?.scrollIntoView({ block: "nearest" });
  }, [litCommentId]);
  return list;
}

function NoComments({ song, filter }: { song: SongView; filter: Filter }) {
  if (filter !== "all") return <p className="px-4 py-3 text-grey-2">None of these.</p>;
  return (
    <div className="px-4">
      <EmptyState title="Nothing said yet">
        {canDo(song.role, "comment") ? (
          <>
            Press <Kbd>C</Kbd> while it plays. Your words stay on the second you meant.
          </>
        ) : (
          "What the band says about this version shows up here."
        )}
      </EmptyState>
    </div>
  );
}

function FailedComments({ failure, onRetry }: { failure: unknown; onRetry: () => void }) {
  return (
    <div
      role="alert"
      className="mx-4 my-2 grid justify-items-start gap-2 rounded-control bg-bad-wash px-3 py-2 text-bad-text"
    >
      <p>The comments could not be loaded. {describeError(failure)}</p>
      <Button size="small" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}

function CommentSkeletons() {
  return (
    <div aria-hidden className="grid gap-5 px-4 pt-3">
      {[0, 1, 2].map((row) => (
        <div key={row} className="grid gap-2 pl-8">
          <Skeleton className="h-3 w-32" />
          <Skeleton className="h-3 w-full" />
        </div>
      ))}
    </div>
  );
}
