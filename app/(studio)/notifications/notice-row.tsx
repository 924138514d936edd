"use client";
import {
  AtSign,
  AudioLines,
  Check,
  CircleCheck,
  CircleDot,
  FolderInput,
  KeyRound,
  type LucideIcon,
  MessageSquare,
  Milestone,
  Reply,
  UserPlus,
} from "lucide-react";
import Link from "next/link";
import { joinClasses } from "@/app/_ui/class-names";
import { IconButton } from "@/app/_ui/icon-button";
import { RelativeTime } from "@/app/_ui/relative-time";
import type { NotificationKind } from "@/lib/domains/notifications/catalogue/schema";
import type { NotificationView } from "@/lib/domains/notifications/schema";
import { type NoticeGroup, quoteNotices, tellNotices } from "./group-notices";

const ICONS: Record<NotificationKind, LucideIcon> = {
  "comment.mentioned": AtSign,
  "version.uploaded": AudioLines,
  "comment.created": MessageSquare,
  "comment.replied": Reply,
  "comment.resolved": CircleCheck,
  "share.received": UserPlus,
  "song.staged": Milestone,
  "song.moved": FolderInput,
  "access.asked": KeyRound,
  "project.offered": KeyRound,
  "project.taken": KeyRound,
  "project.declined": KeyRound,
};

interface NoticeRowProps {
  group: NoticeGroup;
  onSee: () => void;
  onUnsee: () => void;
}

/** One thing that happened, or several of a kind in one place. It leads to the newest, and can be kept as unread. */
export function NoticeRow({ group, onSee, onUnsee }: NoticeRowProps) {
  const [newest] = group.notices;
  const Icon = ICONS[newest.kind];
  const newCount = group.unseenIds.length;
  const isNew = newCount > 0;
  const ToggleIcon = isNew ? Check : CircleDot;
  return (
    <li className="group/row flex items-start border-grey-3 border-b last:border-b-0 hover:bg-hover">
      <Link
        href={newest.href}
        onClick={isNew ? onSee : undefined}
        className="focus-inset grid min-w-0 flex-1 grid-cols-[10px_16px_minmax(0,1fr)_auto] items-start gap-x-3 py-3"
      >
        {isNew ? (
          <span role="img" aria-label="New" className="mx-auto mt-[7px] size-[7px] rounded-full bg-ink" />
        ) : (
          <span />
        )}
        <Icon aria-hidden className="mt-0.5 size-4 text-grey-1" />
        <span className="min-w-0">
          <span className={joinClasses("block text-pretty", isNew && "font-strong")}>
            {tellNotices(group)}
            <Place notice={newest} isSongTold={group.notices.length > 1} />
          </span>
          <Quote group={group} newCount={newCount} />
        </span>
        <RelativeTime instant={newest.createdAt} className="text-grey-2 text-meta leading-5" />
      </Link>
      <IconButton
        label={isNew ? "Mark as read" : "Mark as unread"}
        onClick={isNew ? onSee : onUnsee}
        className="mt-[7px] ml-1 opacity-0 max-desk:mt-0.5 max-desk:opacity-100 focus-visible:opacity-100 group-hover/row:opacity-100"
      >
        <ToggleIcon aria-hidden />
      </IconButton>
    </li>
  );
}

/** The newest words; of several, how many more there are and how many of all are new. */
function Quote({ group, newCount }: { group: NoticeGroup; newCount: number }) {
  const { words, moreCount } = quoteNotices(group);
  const isPartly = newCount > 0 && newCount <= moreCount;
  const rest = [...(moreCount > 0 && words ? [`and ${moreCount} more`] : []), ...(isPartly ? [`${newCount} new`] : [])];
  if (!words && rest.length === 0) return null;
  return (
    <span className="flex items-baseline gap-1.5 text-grey-1">
      {words && <span className="line-clamp-2 min-w-0">“{words}”</span>}
      {rest.length > 0 && <span className="shrink-0 text-grey-2 text-meta">{rest.join(" · ")}</span>}
    </span>
  );
}

/** " · Harbour · Nightferry" */
function Place({ notice, isSongTold }: { notice: NotificationView; isSongTold: boolean }) {
  const names = isSongTold && notice.songName !== null ? [notice.projectName] : [notice.songName, notice.projectName];
  return names
    .filter((name) => name !== null)
    .map((name, index) => (
      <span key={`${index}-${name}`} className="font-text text-grey-2">
        {" · "}
        <bdi>{name}</bdi>
      </span>
    ));
}
