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
  /** Up to 32 loudest peaks from 0 to 1, the small picture of the song. */
  shape?: readonly number[];
};

export type LoopRange = { startSec: number; endSec: number };
