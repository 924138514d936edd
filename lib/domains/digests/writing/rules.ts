import { DateTime } from "luxon";
import type { DigestNews, DigestNotice } from "@/lib/domains/notifications/reads";
import type { DigestMail, DigestMark, DigestSong } from "@/lib/mail/render";
import type { Reader } from "../store";
import { countThings, formatRange, formatTime, sayCount } from "./words/rules";

/** More than this is counted, not shown: mail programs cut what is longer than 100 KB. */
const MAX_SONGS = 10;
const MAX_MARKS = 8;

interface Links {
  appUrl: string;
  unsubscribeToken: string;
  now: Date;
}

/** Turns news into the digest's words: by song, in the order things happened, marks in the order of the music. */
export function writeDigest(news: DigestNews, reader: Reader, links: Links): DigestMail {
  const groups = groupBySong(news.items);
  const songs = groups.slice(0, MAX_SONGS).map((items) => writeSong(items, links.appUrl));
  const local = DateTime.fromJSDate(links.now, { zone: reader.timeZone }).setLocale("en-GB");
  const since = reader.digestFrequency === "weekly" ? "this week" : "since yesterday";
  const place = namePlace(news.items);
  const count = news.items.length;
  return {
    subject: writeSubject(news.items, place),
    date: local.toFormat("cccc d LLLL, HH:mm"),
    heading: `${sayCount(count)} ${count === 1 ? "thing" : "things"} ${place} ${since}`,
    summary: `${countThings(news.items.map((item) => item.kind))}.`,
    songs,
    moreSongCount: groups.length - songs.length,
    olderCount: news.olderCount,
    homeUrl: `${links.appUrl}/notifications`,
    rhythm: writeRhythm(reader),
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

function writeSubject(items: readonly DigestNotice[], place: string): string {
  const [only, ...more] = items;
  const kinds = items.map((item) => item.kind);
  const counted = new Set(kinds).size <= 2 ? countThings(kinds) : `${items.length} things`;
  const subject = only && more.length === 0 ? `${nameDoer(only)} ${sayDeed(only)}` : `${counted} ${place}`;
  return `Segno: ${subject}`;
}

function sayDeed(item: DigestNotice): string {
  const song = item.songName ?? item.projectName ?? "a song";
  switch (item.kind) {
    case "version.uploaded":
      return `uploaded ${nameVersion(item)} of ${song}`;
    case "comment.created":
      return `commented on ${song}`;
    case "comment.replied":
      return `replied on ${song}`;
    case "comment.resolved":
      return `resolved a comment on ${song}`;
    case "share.received":
      return `shares ${song} with you`;
    case "song.staged":
      return `set the stage of ${song} to ${item.excerpt}`;
    case "song.moved":
      return `moved ${song} to ${item.projectName ?? "another project"}`;
    case "project.offered":
      return `wants to hand ${song} to you`;
    case "project.taken":
      return `owns ${song} from now on`;
    case "project.declined":
      return `does not want to own ${song}`;
  }
}

function nameVersion(item: DigestNotice): string {
  return item.versionNumber === null ? "a new version" : `v${item.versionNumber}`;
}

function nameDoer(item: DigestNotice): string {
  return item.doer?.name ?? "Somebody";
}

function writeSong(items: readonly DigestNotice[], appUrl: string): DigestSong {
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
    action: chooseAction(items, shown[0], appUrl),
  };
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
  if (item.kind.startsWith("project.")) return { who: nameDoer(item), rest: `${sayDeed(item)}.` };
  return { who: nameDoer(item), rest: `uploaded ${nameVersion(item)}${note || "."}` };
}

function writeMark(item: DigestNotice): DigestMark {
  const deeds: Partial<Record<DigestNotice["kind"], string>> = {
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

function writeRhythm({ digestFrequency, digestHour, timeZone }: Reader): string {
  const hour = `${String(digestHour).padStart(2, "0")}:00`;
  const city = timeZone.split("/").at(-1)?.replaceAll("_", " ") ?? timeZone;
  const where = timeZone === "UTC" ? "UTC" : `in ${city}`;
  return digestFrequency === "weekly"
    ? `You get one such mail in weeks when something happened, on Monday at ${hour} ${where}.`
    : `You get one such mail on days when something happened, at ${hour} ${where}.`;
}
