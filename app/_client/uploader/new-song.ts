import type { SongItem, SongView } from "@/lib/domains/songs/schema";
import { ApiError } from "../api/api-error";
import { type SongAddress, songPath } from "../api/queries";
import { callApi } from "../api/request";

/** Makes the song that a file becomes. Never cut: a song whose id nobody knows could not be taken back. @throws ApiError. */
export async function makeSong(projectId: string, name: string): Promise<SongAddress> {
  const made = await callApi<SongItem>(`/api/projects/${projectId}/songs`, { method: "POST", body: { name } });
  return { projectId, songId: made.id };
}

/**
 * Takes back a song made for a file that no upload was begun for, unless it holds versions by now. Once an upload is
 * begun, the server does this with its end. Who may not delete leaves it. @throws ApiError.
 */
export async function discardSong(song: SongAddress): Promise<void> {
  try {
    const { versions } = await callApi<SongView>(`/api${songPath(song)}`);
    if (versions.length === 0) await callApi(`/api${songPath(song)}`, { method: "DELETE" });
  } catch (error) {
    if (!(error instanceof ApiError) || !["forbidden", "not_found"].includes(error.problem.code)) throw error;
  }
}
