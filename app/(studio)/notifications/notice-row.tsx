"use client";
import {
  AudioLines,
  CircleCheck,
  FolderInput,
  KeyRound,
  MessageSquare,
  Milestone,
  Reply,
  UserPlus,
} from "lucide-react";
import Link from "next/link";
import { joinClasses } from "@/app/_ui/class-names";
import { RelativeTime } from "@/app/_ui/relative-time";
import type { NotificationView } from "@/lib/domains/notifications/schema";
import { describeDeed, readWords } from "../_frame/notice-words";

const ICONS = {
  "version.uploaded": AudioLines,
  "comment.created": MessageSquare,
  "comment.replied": Reply,
  "comment.resolved": CircleCheck,
  "share.received": UserPlus,
  "song.staged": Milestone,
  "song.moved": FolderInput,
  "project.offered": KeyRound,
  "project.taken": KeyRound,
  "project.declined": KeyRound,
} as const;

interface NoticeRowProps {
  notice: NotificationView;
  onOpen: () => void;
}

export function NoticeRow({ notice, onOpen }: NoticeRowProps) {
  const Icon = ICONS[notice.kind];
  const isNew = notice.seenAt === null;
  const words = readWords(notice);
  return (
    <li className="border-grey-3 border-b last:border-b-0">
      <Link
        href={notice.href}
        onClick={isNew ? onOpen : undefined}
        className="focus-inset grid grid-cols-[10px_16px_minmax(0,1fr)_auto] items-start gap-x-3 py-3 hover:bg-hover"
      >
        {isNew ? (
          <span role="img" aria-label="New" className="mx-auto mt-[7px] size-[7px] rounded-full bg-ink" />
        ) : (
          <span />
        )}
        <Icon aria-hidden className="mt-0.5 size-4 text-grey-1" />
        <span className="min-w-0">
          <span className={joinClasses("block text-pretty", isNew && "font-strong")}>
            {describeDeed(notice)}
            <Place notice={notice} />
          </span>
          {words && <span className="line-clamp-2 block text-grey-1">“{words}”</span>}
        </span>
        <RelativeTime instant={notice.createdAt} className="text-grey-2 text-meta leading-5" />
      </Link>
    </li>
  );
}

/** " · Harbour · Nightferry" */
function Place({ notice }: { notice: NotificationView }) {
  return [notice.songName, notice.projectName]
    .filter((name) => name !== null)
    .map((name, index) => (
      <span key={`${index}-${name}`} className="font-text text-grey-2">
        {" · "}
        <bdi>{name}</bdi>
      </span>
    ));
}
