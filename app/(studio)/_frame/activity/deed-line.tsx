"use client";
import {
  Archive,
  AudioLines,
  CircleCheck,
  FilePlus2,
  FolderInput,
  KeyRound,
  ListChecks,
  LogOut,
  type LucideIcon,
  MessageSquare,
  Milestone,
  Pencil,
  Play,
  RotateCcw,
  Trash2,
} from "lucide-react";
import Link from "next/link";
import { RelativeTime } from "@/app/_ui/relative-time";
import type { DeedView } from "@/lib/domains/activity/deeds/schema";
import { type Reading, readDeedWords, tellGroup } from "./deed-words";
import type { DeedGroup } from "./group-deeds";

const ICONS: Record<DeedView["kind"], LucideIcon> = {
  "project.created": FilePlus2,
  "project.renamed": Pencil,
  "project.described": Pencil,
  "project.archived": Archive,
  "project.unarchived": Archive,
  "project.taken": KeyRound,
  "member.left": LogOut,
  "song.created": AudioLines,
  "song.renamed": Pencil,
  "song.described": Pencil,
  "song.staged": Milestone,
  "song.moved": FolderInput,
  "song.archived": Archive,
  "song.unarchived": Archive,
  "version.uploaded": AudioLines,
  "version.chosen": Play,
  "version.mastered": CircleCheck,
  "version.deleted": Trash2,
  "version.restored": RotateCcw,
  "attachment.added": FilePlus2,
  "attachment.deleted": Trash2,
  "attachment.restored": RotateCcw,
  "comment.created": MessageSquare,
  "comment.replied": MessageSquare,
  "comment.resolved": CircleCheck,
  "comment.reopened": RotateCcw,
  "brief.made": ListChecks,
};

const LINE = "-mx-2 grid grid-cols-[16px_minmax(0,1fr)_auto] items-start gap-x-3 rounded-control px-2 py-3";

interface DeedLineProps {
  group: DeedGroup;
  reading: Reading;
  onLeave: () => void;
}

/** One line of what happened; it leads to the moment where there is one. */
export function DeedLine({ group, reading, onLeave }: DeedLineProps) {
  const { newest } = group;
  const Icon = ICONS[newest.kind];
  const words = readDeedWords(group);
  const inside = (
    <>
      <Icon aria-hidden className="mt-0.5 size-4 text-grey-1" />
      <span className="min-w-0">
        <span className="block text-pretty [overflow-wrap:anywhere]">
          <bdi className="font-strong">{newest.doer?.name ?? "Somebody"}</bdi> {tellGroup(group, reading)}
        </span>
        {words && <span className="line-clamp-2 block text-grey-1">“{words}”</span>}
      </span>
      <RelativeTime instant={newest.createdAt} className="text-grey-2 text-meta leading-5" />
    </>
  );
  // A line about the place one looks at leads nowhere else.
  const leads = newest.songId !== null && (reading === "project" || newest.href.includes("?"));
  return (
    <li className="border-grey-3 border-b last:border-b-0">
      {leads ? (
        <Link href={newest.href} onClick={onLeave} className={`focus-inset ${LINE} hover:bg-hover`}>
          {inside}
        </Link>
      ) : (
        <div className={LINE}>{inside}</div>
      )}
    </li>
  );
}
