"use client";
import { useMemo } from "react";
import { describeError } from "@/app/_client/api/api-error";
import type { VisitSongView, VisitView } from "@/lib/domains/links/visiting/schema";
import type { OwnWay } from "./gate";
import type { VisitSession } from "./use-visit-session";
import { colorsOf } from "./visit-colors";
import { VisitComposer } from "./visit-composer";
import { VisitThread } from "./visit-thread";

interface VisitCommentsProps {
  visit: VisitView;
  song: VisitSongView;
  session: VisitSession;
  own: OwnWay | null;
  isLoading: boolean;
  failure: unknown;
}

/** What was said of this version, in the order of the sound, and room to say something. */
export function VisitComments({ visit, song, session, own, isLoading, failure }: VisitCommentsProps) {
  const { comments, version } = session;
  const colorOf = useMemo(() => colorsOf(comments), [comments]);
  return (
    <section aria-labelledby="visit-comments" className="mt-6 max-desk:mt-3">
      <h2 id="visit-comments" className="px-1 font-strong max-desk:px-4">
        Comments <span className="text-grey-2 tabular-nums">{comments.length > 0 && comments.length}</span>
      </h2>
      {version && <VisitComposer key={version.id} {...{ visit, song, session, own, version }} />}
      {failure ? (
        <p role="alert" className="px-4 py-3 text-bad-text">
          The comments could not be loaded. {describeError(failure)}
        </p>
      ) : (
        !isLoading &&
        comments.length === 0 && (
          <p className="px-1 py-3 text-grey-2 max-desk:px-4">
            Nothing said yet. Your words stay on the second you meant.
          </p>
        )
      )}
      <ul>
        {comments.map((comment) => (
          <VisitThread
            key={comment.id}
            {...{ visit, song, own, comment }}
            personIndex={colorOf(comment.author.id)}
            isLit={comment.id === session.litCommentId}
            onOpen={() => session.openComment(comment.id)}
          />
        ))}
      </ul>
    </section>
  );
}
