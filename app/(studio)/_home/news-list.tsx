"use client";
import { useQuery } from "@tanstack/react-query";
import { CheckCheck } from "lucide-react";
import Link from "next/link";
import { useRef, useState } from "react";
import { newsQuery } from "@/app/_client/api/queries";
import { Button } from "@/app/_ui/button";
import { RelativeTime } from "@/app/_ui/relative-time";
import type { NotificationList } from "@/lib/domains/notifications/schema";
import { Section } from "../_frame/section";
import { useMarkSeen } from "../_frame/use-mark-seen";
import { countNews, groupNews, type NewsGroup } from "./group-news";

const SHOWN_GROUPS = 6;

/** What others did and the person has not seen yet, a line a song. It stays until it is followed or marked as seen. */
export function NewsList({ initial }: { initial: NotificationList }) {
  const [initialAt] = useState(() => Date.now());
  const list = useQuery({
    ...newsQuery(),
    initialData: initial,
    initialDataUpdatedAt: initialAt,
    refetchOnMount: ({ state }) => (state.dataUpdatedAt < initialAt ? "always" : false),
  }).data;
  const markSeen = useMarkSeen();
  const all = useRef<HTMLAnchorElement>(null);
  const groups = groupNews(list.items);
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? groups : groups.slice(0, SHOWN_GROUPS);
  const markAll = () => {
    // Named one by one: what comes in this moment is left for the next look. What is older than the page is meant, too.
    const ids = list.items.map(({ id }) => id);
    const olderThan = list.nextCursor === null ? {} : { olderThan: ids.at(-1) };
    void markSeen({ ids, ...olderThan });
    all.current?.focus();
  };
  return (
    <Section
      title="Since you were here"
      detail={groups.length > 0 && <span className="max-desk:hidden">{countNews(groups, list.unseenCount)}</span>}
      aside={
        <span className="flex items-center gap-3">
          {groups.length > 0 && (
            <Button variant="quiet" size="small" onClick={markAll}>
              <CheckCheck aria-hidden />
              Mark all as seen
            </Button>
          )}
          <Link ref={all} href="/notifications" className="touch-44 rounded-tag text-grey-2 hover:text-ink">
            All
          </Link>
        </span>
      }
      className="mb-8"
    >
      {groups.length === 0 ? (
        <p className="py-3 text-grey-1">Nothing new. What others do is told here until you have seen it.</p>
      ) : (
        <ul>
          {shown.map((group) => (
            <NewsRow key={group.key} group={group} />
          ))}
        </ul>
      )}
      {shown.length < groups.length && (
        <Button variant="quiet" size="small" className="mt-2 -ml-2" onClick={() => setWhole(true)}>
          Show {groups.length - shown.length} more
        </Button>
      )}
    </Section>
  );
}

function NewsRow({ group }: { group: NewsGroup }) {
  const markSeen = useMarkSeen();
  return (
    <li className="border-grey-3 border-b last:border-b-0">
      <Link
        href={group.href}
        onClick={() => void markSeen({ ids: group.ids })}
        className="focus-inset grid min-h-10 grid-cols-[24px_minmax(0,1fr)_auto] items-center gap-x-2 py-2 hover:bg-hover desk:grid-cols-[24px_152px_minmax(0,1fr)_56px] max-desk:min-h-14"
      >
        <span className="mx-auto size-[7px] rounded-full bg-ink" role="img" aria-label="New" />
        <bdi className="truncate font-strong max-desk:text-body">{group.name}</bdi>
        <span className="truncate text-grey-1 max-desk:col-start-2 max-desk:row-start-2">{group.line}</span>
        <RelativeTime instant={group.newestAt} className="text-right text-grey-2 text-meta" />
      </Link>
    </li>
  );
}
