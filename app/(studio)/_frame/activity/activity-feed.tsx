"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { describeError } from "@/app/_client/api/api-error";
import { Button } from "@/app/_ui/button";
import { nameDay } from "@/app/_ui/format-relative";
import { useTimeZone } from "@/app/_ui/relative-time";
import { Skeleton } from "@/app/_ui/skeleton";
import { type ActivityTarget, activityQuery } from "./activity-query";
import { DeedLine } from "./deed-line";
import { groupDeeds } from "./group-deeds";

interface ActivityFeedProps {
  target: ActivityTarget;
  /** Somebody follows a line to its place. */
  onLeave: () => void;
}

/** Who did what, day by day, the newest first. What happens meanwhile appears on top, and nothing else moves. */
export function ActivityFeed({ target, onLeave }: ActivityFeedProps) {
  const read = useInfiniteQuery(activityQuery(target));
  const timeZone = useTimeZone();
  if (!read.data) {
    return read.error ? (
      <div role="alert" className="px-5 py-3">
        <p className="text-bad-text">{describeError(read.error)}</p>
        <Button className="mt-3" onClick={() => void read.refetch()}>
          Try again
        </Button>
      </div>
    ) : (
      <FeedSkeleton />
    );
  }
  const days = groupDeeds(
    read.data.pages.flatMap((page) => page.items),
    timeZone,
  );
  const reading = target.songId === undefined ? "project" : "song";
  return (
    <div className="px-5 pb-5">
      {days.length === 0 && <p className="py-3 text-grey-1">Nothing happened here yet.</p>}
      {days.map(({ date, groups }) => (
        <section key={date} aria-label={nameDay(date, new Date(), timeZone)}>
          <h3 className="pt-4 pb-1 font-strong text-grey-2 text-meta">{nameDay(date, new Date(), timeZone)}</h3>
          <ul>
            {groups.map((group) => (
              <DeedLine key={group.key} group={group} reading={reading} onLeave={onLeave} />
            ))}
          </ul>
        </section>
      ))}
      {read.hasNextPage && (
        <Button className="mt-4" disabled={read.isFetchingNextPage} onClick={() => void read.fetchNextPage()}>
          {read.isFetchingNextPage ? "Loading…" : "Show earlier"}
        </Button>
      )}
    </div>
  );
}

function FeedSkeleton() {
  return (
    <ul aria-busy className="px-5 pt-9">
      {[0, 1, 2, 3].map((row) => (
        <li key={row} className="flex h-[45px] items-center gap-3 border-grey-3 border-b">
          <Skeleton className="size-4" />
          <Skeleton className="h-3 w-56 max-w-full" />
        </li>
      ))}
    </ul>
  );
}
