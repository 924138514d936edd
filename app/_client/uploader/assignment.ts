/** One chosen file and where it goes. */
export interface Assignment {
  file: File;
  /** As it will be called in Segno. */
  fileName: string;
  /** The song it becomes a version of; null makes a new one. */
  songId: string | null;
  /** Name of the new song. */
  songName: string;
}
