import { DateTime } from "luxon";
import {
  CATALOGUE,
  countKinds,
  joinWords,
  type NotificationKind,
  nameDoers,
  nameGroup,
  tellGroup,
} from "@/lib/domains/notifications/catalogue/schema";
import type { DigestNews, DigestNotice } from "@/lib/domains/notifications/reads";
import type { DigestMail, DigestMark, DigestSong } from "@/lib/mail/render";
import type { Reader } from "../store";
import { formatRange, formatTime, sayCount } from "./words/rules";

/** More than this is counted, not shown: mail programs cut what is longer than 100 KB. */
const MAX_SONGS = 10;
const MAX_MARKS = 8;

/** Where the mail's links lead, and the moment it is written. */
export interface Links {
  appUrl: string;
  unsubscribeToken: string;
  /** The secret of the link that leaves of a song its mentions alone; null for a mail that has no such links. */
  signSong: ((songId: string) => string) | null;
  now: Date;
}

/** Turns news into the digest's words: by song, in the order things happened, marks in the order of the music. */
export function writeDigest(news: DigestNews, reader: Reader, links: Links): DigestMail {
  const since = reader.digestFrequency === "weekly" ? "this week" : "since yesterday";
  // What one did in a row in a song is one thing.
  const count = new Set(news.items.map(nameGroup)).size;
  const place = namePlace(news.items);
  return {
    ...writeMail(news.items, reader, links),
    heading: `${sayCount(count)} ${count === 1 ? "thing" : "things"} ${place} ${since}`,
    summary: `${countKinds(news.items.map((item) => item.kind))}.`,
    olderCount: news.olderCount,
    rhythm: writeRhythm(reader),
    stopLabel: "No more digests",
  };
}

const AT_ONCE_WORDS = "You get this at once, as your settings say for";

/** Turns what happened in one place into the words of a mail at once. */
export function writeAtOnce(items: readonly DigestNotice[], reader: Reader, links: Links): DigestMail {
  const labels = listKinds(items).map((kind) => `“${CATALOGUE[kind].label}”`);
  const { songName, projectName } = items[0] ?? { songName: null, projectName: null };
  const one = tellOneThing(items);
  const heading = one ?? `${nameDoers(items)} on ${songName ?? projectName ?? "a song"}`;
  const counted = countKinds(items.map((item) => item.kind));
  return {
    ...writeMail(items, reader, links),
    subject: `Segno: ${heading}`,
    heading,
    summary: one !== null && songName !== null && projectName !== null ? `In ${projectName}.` : `${counted}.`,
    olderCount: 0,
    rhythm: `${AT_ONCE_WORDS} ${joinWords(labels)}.`,
    stopLabel: "In the digest instead",
  };
}

/** The kinds of some news, each once. */
export function listKinds(items: readonly DigestNotice[]): NotificationKind[] {
  return [...new Set(items.map((item) => item.kind))];
}

function writeMail(items: readonly DigestNotice[], reader: Reader, links: Links) {
  const groups = groupBySong(items);
  const songs = groups.slice(0, MAX_SONGS).map((group) => writeSong(group, links));
  const local = DateTime.fromJSDate(links.now, { zone: reader.timeZone }).setLocale("en-GB");
  return {
    subject: writeSubject(items, namePlace(items)),
    date: local.toFormat("cccc d LLLL, HH:mm"),
    songs,
    moreSongCount: groups.length - songs.length,
    homeUrl: `${links.appUrl}/notifications`,
    settingsUrl: `${links.appUrl}/settings`,
    unsubscribeUrl: `${links.appUrl}/unsubscribe?token=${links.unsubscribeToken}`,
  };
}

function groupBySong(items: readonly DigestNotice[]): DigestNotice[][] {
  const groups = new Map<string, DigestNotice[]>();
  for (const item of items) {
    const key = item.songId ?? item.projectId ?? item.id;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()];
}

function namePlace(items: readonly DigestNotice[]): string {
  const projects = new Map(items.map((item) => [item.projectId, item.projectName]));
  const [name] = projects.values();
  return projects.size === 1 && name ? `in ${name}` : `in ${projects.size} projects`;
}

/** What is one thing is told in a sentence; the rest is counted. */
function writeSubject(items: readonly DigestNotice[], place: string): string {
  const counted = listKinds(items).length <= 2 ? countKinds(items.map((item) => item.kind)) : `${items.length} things`;
  return `Segno: ${tellOneThing(items) ?? `${counted} ${place}`}`;
}

/** "Jonas left 7 comments on Harbour"; null for what are several things. */
function tellOneThing(items: readonly DigestNotice[]): string | null {
  const [first, ...more] = items.map((item) => ({ ...item, at: null }));
  const isOne = first && more.every((item) => nameGroup(item) === nameGroup(first));
  return isOne ? tellGroup([first, ...more]) : null;
}

function nameVersion(item: DigestNotice): string {
  return item.versionNumber === null ? "a new version" : `v${item.versionNumber}`;
}

function nameDoer(item: DigestNotice): string {
  return item.doer?.name ?? "Somebody";
}

function writeSong(items: readonly DigestNotice[], links: Links): DigestSong {
  const marks = items.filter((item) => item.kind.startsWith("comment."));
  const newest = findNewestVersion(items);
  const shown = [...marks].sort((a, b) => (a.startSec ?? -1) - (b.startSec ?? -1)).slice(0, MAX_MARKS);
  const first = items[0];
  return {
    title: first?.songName ?? first?.projectName ?? "",
    facts: newest ? listFacts(newest) : [],
    durationSec: newest?.durationSec ?? null,
    news: items.filter((item) => !item.kind.startsWith("comment.")).map(writeNews),
    marks: shown.map(writeMark),
    moreCount: marks.length - shown.length,
    action: chooseAction(items, shown[0], links.appUrl),
    lessUrl: chooseLess(items, links),
  };
}

/** Where all that speaks to the reader is kept and the rest ends; null where there is no rest, or no song. */
function chooseLess(items: readonly DigestNotice[], { appUrl, signSong }: Links): string | null {
  const songId = items[0]?.songId;
  if (!signSong || !songId || items.every(({ kind }) => CATALOGUE[kind].isPersonal)) return null;
  return `${appUrl}/unsubscribe?token=${signSong(songId)}`;
}

function findNewestVersion(items: readonly DigestNotice[]): DigestNotice | null {
  const versioned = items.filter((item) => item.versionNumber !== null);
  return versioned.sort((a, b) => (b.versionNumber ?? 0) - (a.versionNumber ?? 0))[0] ?? null;
}

function listFacts(item: DigestNotice): string[] {
  return [`v${item.versionNumber}`, ...(item.durationSec === null ? [] : [formatTime(item.durationSec)])];
}

function writeNews(item: DigestNotice): { who: string; rest: string } {
  const note = item.excerpt === "" ? "" : `: “${item.excerpt}”`;
  if (item.kind === "share.received") {
    return { who: nameDoer(item), rest: `shares ${item.songId ? "this song" : "this project"} with you${note || "."}` };
  }
  if (item.kind === "song.staged") return { who: nameDoer(item), rest: `set the stage to ${item.excerpt}.` };
  if (item.kind === "song.moved") return { who: nameDoer(item), rest: "moved this song here." };
  if (item.kind.startsWith("project.")) return { who: nameDoer(item), rest: `${tellDeed(item)}.` };
  return { who: nameDoer(item), rest: `uploaded ${nameVersion(item)}${note || "."}` };
}

function tellDeed(item: DigestNotice): string {
  return CATALOGUE[item.kind].deedOn({ ...item, at: null }, item.projectName ?? "a project");
}

function writeMark(item: DigestNotice): DigestMark {
  const deeds: Partial<Record<NotificationKind, string>> = {
    "comment.mentioned": "to you",
    "comment.replied": "replies",
    "comment.resolved": "resolved",
  };
  return {
    personId: item.doer?.id ?? null,
    who: nameDoer(item),
    did: deeds[item.kind] ?? null,
    words: item.excerpt,
    at: item.startSec === null ? null : formatRange(item.startSec, item.endSec),
    startSec: item.startSec,
    endSec: item.endSec,
  };
}

function chooseAction(
  items: readonly DigestNotice[],
  firstMark: DigestNotice | undefined,
  appUrl: string,
): DigestSong["action"] {
  const version = findNewestVersion(items.filter((item) => item.kind === "version.uploaded"));
  if (version) return { label: `Listen to v${version.versionNumber}`, url: appUrl + version.href, isMain: true };
  if (firstMark) {
    const at = firstMark.startSec === null ? "Open the comment" : `Listen at ${formatTime(firstMark.startSec)}`;
    return { label: at, url: appUrl + firstMark.href, isMain: false };
  }
  const last = items.at(-1);
  return {
    label: last?.songId ? "Open the song" : "Open the project",
    url: appUrl + (last?.href ?? "/"),
    isMain: true,
  };
}

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

function writeRhythm({ digestFrequency, digestHour, digestDay, timeZone }: Reader): string {
  const hour = `${String(digestHour).padStart(2, "0")}:00`;
  const city = timeZone.split("/").at(-1)?.replaceAll("_", " ") ?? timeZone;
  const where = timeZone === "UTC" ? "UTC" : `in ${city}`;
  return digestFrequency === "weekly"
    ? `You get one such mail in weeks when something happened, on ${DAYS[digestDay - 1] ?? DAYS[0]} at ${hour} ${where}.`
    : `You get one such mail on days when something happened, at ${hour} ${where}.`;
}
