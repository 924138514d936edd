"use client";
import { type ReactNode, useEffect } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { Kbd } from "@/app/_ui/kbd";
import { Skeleton } from "@/app/_ui/skeleton";
import { canDo } from "@/app/(studio)/_frame/rights";
import type { CommentView } from "@/lib/domains/comments/schema";
import type { SongView } from "@/lib/domains/songs/schema";
import { CommentItem } from "./comment-item";
import { Composer } from "./composer";
import { useFollowLit } from "./use-follow-lit";
import type { SongSession } from "./use-song-session";

interface CommentRailProps {
  song: SongView;
  session: SongSession;
  /** Those that are asked for, in the order of the sound. */
  shown: CommentView[];
  isLoading: boolean;
  failure: unknown;
  onRetry: () => void;
  /** Said where none is shown of those there are. */
  children: ReactNode;
}

/** What was said of this version, in the order of the sound; the comment under the playhead is lit. */
export function CommentRail({ song, session, shown, isLoading, failure, onRetry, children }: CommentRailProps) {
  const list = useFollowLit(session.litCommentId);
  const { sought } = session.rail;
  useEffect(() => {
    const found = sought && list.current?.querySelector<HTMLElement>(`[data-lit="${CSS.escape(sought.commentId)}"]`);
    found?.focus({ preventScroll: true });
    found?.scrollIntoView({ block: "center" });
  }, [sought, list]);
  return (
    <>
      <div ref={list} className="grow rail:min-h-0 rail:overflow-y-auto">
        {isLoading && <CommentSkeletons />}
        {failure !== null && <FailedComments failure={failure} onRetry={onRetry} />}
        {!isLoading && failure === null && shown.length === 0 && (children || <NoComments song={song} />)}
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
    </>
  );
}

function NoComments({ song }: { song: SongView }) {
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
