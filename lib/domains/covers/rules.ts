/** A project, or a song of it. */
export interface CoverOwner {
  projectId: string;
  songId?: string;
}

/** The first picture in a take's file becomes the cover of a song that never had one: nothing that a person decided is undone. */
export function takesEmbedded(song: { coverId: string | null; coverCount: number } | null): boolean {
  return song !== null && song.coverId === null && song.coverCount === 0;
}
