/** What the player needs to know of a version to play it from any page. */
export type PlayerTrack = {
  versionId: string;
  songId: string;
  title: string;
  versionLabel: string;
  projectName: string;
  /** The page of the song. */
  href: string;
  durationSec: number;
  /** Ours, answering with a redirect to a presigned address; asked again when that has expired. */
  previewUrl: string;
  /** Ours, told once a listening. */
  playsUrl: string;
  /** The song's picture, 160 and 800 pixels wide; null for one that is drawn. */
  cover: { small: string; large: string } | null;
};

/** Whether both are shown in the same words, with the same picture. */
export function isDescribedAs(one: PlayerTrack, other: PlayerTrack): boolean {
  const words = ["title", "projectName", "versionLabel", "href"] as const;
  return words.every((word) => one[word] === other[word]) && one.cover?.small === other.cover?.small;
}

export type LoopRange = { startSec: number; endSec: number };
