/** What is shared: a project or, when it is opened on a song, that song of it. */
export interface ShareTarget {
  projectId: string;
  projectName: string;
  song?: { id: string; name: string };
}
