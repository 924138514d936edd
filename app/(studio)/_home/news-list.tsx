"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { notificationsQuery } from "@/app/_client/api/queries";
import { RelativeTime } from "@/app/_ui/relative-time";
import { Section } from "../_frame/section";
import { useMarkSeen } from "../_frame/use-mark-seen";
import { groupNews, type NewsGroup } from "./group-news";

const SHOWN_GROUPS = 6;

/** What others did since it was last looked at, a line a song. Nothing new shows nothing. */
export function NewsList() {
  const list = useQuery(notificationsQuery()).data;
  const groups = groupNews(list?.items ?? []);
  if (!list || groups.length === 0) return null;
  const shown = groups.slice(0, SHOWN_GROUPS);
  return (
    <Section
      title="What changed"
      detail={`${list.unseenCount} unread`}
      aside={
        <Link href="/notifications" className="touch-44 rounded-tag text-grey-2 hover:text-ink">
          All
        </Link>
      }
      className="mb-8"
    >
      <ul>
        {shown.map((group) => (
          <NewsRow key={group.key} group={group} />
        ))}
      </ul>
    </Section>
  );
}

function NewsRow({ group }: { group: NewsGroup }) {
  const markSeen = useMarkSeen();
  return (
    <li className="border-grey-3 border-b last:border-b-0">
      <Link
        href={group.href}
        onClick={() => void markSeen(group.ids)}
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
