/** Words at a place of a song. `startSec` and `endSec` in seconds; `at` as it is read ("1:15–1:22"). */
export interface DigestMark {
  personId: string | null;
  who: string;
  /** What they did, when it is not simply said: "answers", "settled". */
  did: string | null;
  words: string;
  at: string | null;
  startSec: number | null;
  endSec: number | null;
}

/** One song's news. `facts` stand at the right of its name; `durationSec` draws the line with the marks. */
export interface DigestSong {
  title: string;
  facts: string[];
  durationSec: number | null;
  /** Sentences before the marks: new versions, what was shared. */
  news: { who: string; rest: string }[];
  marks: DigestMark[];
  /** Marks that are only counted. */
  moreCount: number;
  action: { label: string; url: string; isMain: boolean };
  /** Where one press leaves of this song mentions and replies alone; null where there is nothing else. */
  lessUrl: string | null;
}

export const LESS_LABEL = "Only mentions of this song";

export interface DigestMail {
  subject: string;
  date: string;
  heading: string;
  summary: string;
  songs: DigestSong[];
  /** Songs that are only counted. */
  moreSongCount: number;
  olderCount: number;
  homeUrl: string;
  /** When and where one gets it: "You get one such mail on days when something happened, at 08:00 in Berlin." */
  rhythm: string;
  settingsUrl: string;
  /** "No more digests", and where one press does it. */
  stopLabel: string;
  unsubscribeUrl: string;
}

/** "And 12 older things you have not opened"; null when all stands in the mail. */
export function sayKept({ moreSongCount, olderCount }: DigestMail): string | null {
  const parts: string[] = [];
  if (moreSongCount > 0) parts.push(`${moreSongCount} more ${moreSongCount === 1 ? "song" : "songs"}`);
  if (olderCount > 0) parts.push(`${olderCount} older ${olderCount === 1 ? "thing" : "things"} you have not opened`);
  return parts.length > 0 ? `And ${parts.join(" and ")}` : null;
}
