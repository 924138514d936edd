import type { DeedView } from "@/lib/domains/activity/deeds/schema";

/** Deeds that make one line, the newest first. There is at least one. */
export interface DeedGroup {
  /** That of the oldest, so that the line stays the same one when it grows. */
  key: string;
  newest: DeedView;
  oldest: DeedView;
  deeds: DeedView[];
}

export interface DeedDay {
  /** "2026-11-29" in the reader's zone. */
  date: string;
  groups: DeedGroup[];
}

/** Takes and the songs that were made for them are one piece of work; so are comments with answers, over one song. */
const WORK: Partial<Record<DeedView["kind"], string>> = {
  "song.created": "upload",
  "version.uploaded": "upload",
  "comment.created": "talk",
  "comment.replied": "talk",
  "song.archived": "archive",
  "song.unarchived": "archive",
  "project.archived": "archive",
  "project.unarchived": "archive",
};

function nameWork({ kind, doer, songId }: DeedView): string {
  const work = WORK[kind] ?? kind;
  // An album's takes go to a song each.
  return `${work} ${doer?.id ?? ""} ${work === "upload" ? "" : (songId ?? "")}`;
}

/** Folds what one person did in a row into lines, and lines into days of the reader's zone. Newest first, as it is given. */
export function groupDeeds(deeds: readonly DeedView[], timeZone: string): DeedDay[] {
  // Sweden writes dates as ISO 8601 does.
  const dates = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
  const days: DeedDay[] = [];
  let work: string | null = null;
  for (const deed of deeds) {
    const date = dates.format(new Date(deed.createdAt));
    let day = days.at(-1);
    if (day?.date !== date) {
      day = { date, groups: [] };
      days.push(day);
      work = null;
    }
    const group = day.groups.at(-1);
    if (group && work === nameWork(deed)) {
      Object.assign(group, { key: deed.id, oldest: deed });
      group.deeds.push(deed);
    } else {
      day.groups.push({ key: deed.id, newest: deed, oldest: deed, deeds: [deed] });
    }
    work = nameWork(deed);
  }
  return days;
}
