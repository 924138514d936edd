import type { LinkView } from "@/lib/domains/links/schema";

/** What a link is called: by its label, else by what it leads to. */
export function nameLink(link: Pick<LinkView, "label" | "songs" | "projectName">): string {
  return link.label === "" ? describeExtent(link) : link.label;
}

/** "Paper Lanterns", "3 songs of Nightferry", "all of Nightferry" */
export function describeExtent({ songs, projectName }: Pick<LinkView, "songs" | "projectName">): string {
  if (songs.length === 0) return `All of ${projectName}`;
  const only = songs.length === 1 ? songs[0]?.name : undefined;
  return only ?? `${songs.length} songs of ${projectName}`;
}

/** "listen, comment and download" */
export function describeRights(
  link: Pick<LinkView, "canComment" | "canDownload" | "canSeeVersions" | "pinned">,
): string {
  const may = ["listen"];
  if (link.canComment) may.push("comment");
  if (link.canDownload) may.push("download");
  const last = may.length > 1 ? ` and ${may.pop()}` : "";
  const versions = link.canSeeVersions ? ", every version" : "";
  return `${may.join(", ")}${last}${link.pinned ? `, v${link.pinned.number} for good` : versions}`;
}

/** "2 of 5 guests" */
export function countGuests({ guestCount, maxGuests }: Pick<LinkView, "guestCount" | "maxGuests">): string {
  if (maxGuests !== null) return `${guestCount} of ${maxGuests === 1 ? "1 guest" : `${maxGuests} guests`}`;
  return guestCount === 1 ? "1 guest" : `${guestCount} guests`;
}

/** The value of a field for date and time, in the browser's zone: "2026-11-30T18:00". */
export function toLocalField(instant: string | null): string {
  if (instant === null) return "";
  const date = new Date(instant);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
