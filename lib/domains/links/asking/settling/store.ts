import type { Tx } from "@/lib/db/client";

/** What an address was given, by whom: the project, or one song of it. */
export interface Given {
  email: string;
  projectId: string;
  songId: string | null;
  accountId: string;
  now: Date;
}

/** Of this address, those whose link reaches no farther than what it was given. That it may be given was proved. */
export async function markGranted(tx: Tx, { email, projectId, songId, accountId, now }: Given): Promise<void> {
  await tx.$executeRaw`
    UPDATE access_request SET answer = 'granted', answered_at = ${now}, answered_by_id = ${accountId}::uuid
    WHERE id IN (
      SELECT r.id FROM access_request r JOIN link l ON l.id = r.link_id
      WHERE l.project_id = ${projectId}::uuid AND r.email = ${email} AND r.answer IS NULL
        AND (${songId}::uuid IS NULL OR l.extent = 'songs' AND NOT EXISTS (
          SELECT 1 FROM link_song o JOIN song s ON s.id = o.song_id AND s.deleted_at IS NULL
          WHERE o.link_id = l.id AND o.song_id <> ${songId}::uuid))
      FOR UPDATE OF r SKIP LOCKED)`;
}
