import { formatTime } from "@/app/_ui/format-time";
import type { DeedView } from "@/lib/domains/activity/deeds/schema";
import type { DeedGroup } from "./group-deeds";

/** Where the line is read: a song's own page does not name the song. */
export type Reading = "song" | "project";

/** What was done, after the name of who did it: "left 4 comments on Harbour". */
export function tellGroup(group: DeedGroup, reading: Reading): string {
  const { newest, oldest, deeds } = group;
  const of = (word: string) => (reading === "song" || newest.songName === null ? "" : ` ${word} ${newest.songName}`);
  const it = reading === "song" ? "the song" : (newest.songName ?? "a song");
  const many = deeds.length > 1;
  switch (newest.kind) {
    case "project.created":
      return "made the project";
    case "project.renamed":
      return tellRename("the project", oldest.was, newest.is);
    case "project.described":
      return "wrote about the project";
    case "project.archived":
      return "laid the project in the archive";
    case "project.unarchived":
      return "brought the project back from the archive";
    case "project.taken":
      return "owns the project from now on";
    case "member.left":
      return newest.songName === null || reading === "song" ? "left" : `left ${newest.songName}`;
    case "song.created":
    case "version.uploaded":
      return tellUploads(deeds, reading);
    case "song.renamed":
      return tellRename(reading === "song" ? "the song" : "a song", oldest.was, newest.is);
    case "song.described":
      return `wrote about ${it}`;
    case "song.staged":
      return newest.is === null ? `took the stage off ${it}` : `set the stage${of("of")} to ${newest.is}`;
    case "song.moved":
      return `moved ${it} to this project`;
    case "song.archived":
      return `laid ${it} in the archive`;
    case "song.unarchived":
      return `brought ${it} back from the archive`;
    case "version.chosen":
      return newest.versionNumber === null
        ? `lets the newest version${of("of")} play`
        : `lets v${newest.versionNumber}${of("of")} play`;
    case "version.mastered":
      return `made v${newest.versionNumber ?? ""} the master${of("of")}`;
    case "version.deleted":
      return many ? `deleted ${deeds.length} versions${of("of")}` : `deleted ${newest.was ?? "a version"}${of("of")}`;
    case "version.restored":
      return many
        ? `brought ${deeds.length} versions${of("of")} back`
        : `brought v${newest.versionNumber ?? ""}${of("of")} back`;
    case "attachment.added":
      return many ? `added ${deeds.length} files${of("to")}` : `added ${newest.fileName ?? "a file"}${of("to")}`;
    case "attachment.deleted":
      return many ? `deleted ${deeds.length} files${of("of")}` : `deleted ${newest.was ?? "a file"}${of("of")}`;
    case "attachment.restored":
      return many ? `brought ${deeds.length} files${of("of")} back` : `brought ${newest.fileName ?? "a file"} back`;
    case "comment.created":
    case "comment.replied":
      return tellTalk(group, of("on"));
    case "comment.resolved":
      return many ? `resolved ${deeds.length} comments${of("on")}` : `resolved a comment${at(newest)}${of("on")}`;
    case "comment.reopened":
      return many
        ? `opened ${deeds.length} comments${of("on")} again`
        : `opened a comment${at(newest)}${of("on")} again`;
    case "brief.made":
      return many
        ? `made ${deeds.length} briefs${of("of")}`
        : `made a brief of v${newest.versionNumber ?? ""}${of("of")}`;
  }
}

/** What was said last; other deeds say all in their line. */
export function readDeedWords({ newest }: DeedGroup): string {
  return newest.kind.startsWith("comment.") ? (newest.excerpt ?? "") : "";
}

function tellRename(what: string, was: string | null, is: string | null): string {
  return `renamed ${what}: ${is ?? ""}, was ${was ?? ""}`;
}

function at({ startSec }: DeedView): string {
  return startSec === null ? "" : ` at ${formatTime(startSec)}`;
}

function tellTalk({ newest, deeds }: DeedGroup, on: string): string {
  if (deeds.length === 1) return `${newest.kind === "comment.replied" ? "replied" : "commented"}${at(newest)}${on}`;
  const replies = deeds.filter(({ kind }) => kind === "comment.replied").length;
  const comments = deeds.length - replies;
  const parts = [count(comments, "comment", "comments"), count(replies, "reply", "replies")].filter(Boolean);
  return `left ${parts.join(" and ")}${on}`;
}

const NAMED_SONGS = 2;

function tellUploads(deeds: DeedView[], reading: Reading): string {
  const takes = deeds.filter(({ kind }) => kind === "version.uploaded");
  const told = takes.length > 0 ? takes : deeds;
  const names = [...new Map(told.map(({ songId, songName }) => [songId, songName ?? "a song"])).values()];
  const [only = "a song"] = names;
  if (takes.length === 0)
    return names.length === 1 ? `made ${reading === "song" ? "the song" : only}` : list("made", names);
  const of = reading === "song" ? "" : ` of ${only}`;
  if (takes.length === 1) return `uploaded v${takes[0]?.versionNumber ?? ""}${of}`;
  if (names.length === 1) return `uploaded ${takes.length} takes${of}`;
  return list(`uploaded ${takes.length} takes to`, names);
}

/** "made 12 songs: Harbour, Ferry Bell and 10 more" */
function list(deed: string, names: string[]): string {
  const rest = names.length - NAMED_SONGS;
  const named = rest > 0 ? `${names.slice(0, NAMED_SONGS).join(", ")} and ${rest} more` : names.join(" and ");
  return `${deed} ${names.length} songs: ${named}`;
}

function count(number: number, one: string, many: string): string {
  if (number === 0) return "";
  return number === 1 ? `a ${one}` : `${number} ${many}`;
}
