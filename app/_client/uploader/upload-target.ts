/** Where takes may go. */
export interface UploadTarget {
  projectId: string;
  projectName: string;
  /** Songs that a file may become a version of. */
  songs: { id: string; name: string }[];
  /** The song whose page this is: files become its versions unless told otherwise. */
  songId?: string;
  /** Makes the project that they go to, where it is a new one; `projectId` is "" until then. Makes one however often it is called. */
  makeProject?: () => Promise<string>;
}
