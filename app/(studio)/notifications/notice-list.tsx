"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { CheckCheck, SlidersHorizontal } from "lucide-react";
import Link from "next/link";
import { useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { IconButton } from "@/app/_ui/icon-button";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import type { NotificationList } from "@/lib/domains/notifications/schema";
import { useMarkSeen, useMarkUnseen } from "../_frame/use-mark-seen";
import { groupNotices } from "./group-notices";
import { NoticeRow } from "./notice-row";
import { noticesQuery } from "./notices-query";

/** Who did what, where, and at which moment, by place and kind; the newest first. */
export function NoticeList({ initial }: { initial: NotificationList }) {
  const [initialAt] = useState(() => Date.now());
  const notices = useInfiniteQuery({
    ...noticesQuery(),
    initialData: { pages: [initial], pageParams: [null] },
    initialDataUpdatedAt: initialAt,
    // What an earlier visit left is older than what the server just rendered.
    refetchOnMount: ({ state }) => (state.dataUpdatedAt < initialAt ? "always" : false),
    refetchInterval: 30_000,
  });
  const markSeen = useMarkSeen();
  const markUnseen = useMarkUnseen();
  const wishes = useRef<HTMLAnchorElement>(null);
  const markAll = () => {
    // The button goes; the focus stays beside it.
    wishes.current?.focus();
    void markSeen();
  };
  const items = notices.data.pages.flatMap((page) => page.items);
  const unseenCount = notices.data.pages[0]?.unseenCount ?? 0;
  return (
    <>
      <PageHeader
        title="Notifications"
        detail={<span className="tabular-nums">{unseenCount > 0 ? `${unseenCount} unread` : null}</span>}
        actions={
          <>
            {unseenCount > 0 && (
              <Button onClick={markAll}>
                <CheckCheck aria-hidden />
                Mark all read
              </Button>
            )}
            <IconButton label="What you hear of" asChild>
              <Link ref={wishes} href="/settings#notifications">
                <SlidersHorizontal aria-hidden />
              </Link>
            </IconButton>
          </>
        }
      />
      <div className="w-full max-w-[904px] px-6 py-2 max-desk:px-4">
        {items.length === 0 && <NoNotices />}
        <ul>
          {groupNotices(items).map((group) => (
            <NoticeRow
              key={group.key}
              group={group}
              onSee={() => void markSeen({ ids: group.unseenIds })}
              onUnsee={() => void markUnseen(group.notices.map(({ id }) => id))}
            />
          ))}
        </ul>
        {notices.hasNextPage && (
          <Button className="mt-4" disabled={notices.isFetchingNextPage} onClick={() => void notices.fetchNextPage()}>
            {notices.isFetchingNextPage ? "Loading…" : "Show older ones"}
          </Button>
        )}
      </div>
    </>
  );
}

function NoNotices() {
  return (
    <EmptyState
      title="Nothing happened yet"
      actions={<LinkButton href="/settings#notifications">Choose what you hear of, and how</LinkButton>}
    >
      When somebody uploads a version, comments, replies or shares a song with you, it is listed here and leads to the
      moment.
    </EmptyState>
  );
}
