import type { Tx } from "@/lib/db/client";

/** Who listens: a person, or a guest of a link, who may have no name. */
export type Listener = { accountId: string; guestId: null } | { accountId: null; guestId: string };

/** Notes it, unless the same listener was noted for this version after `since`; of several at once one is. */
export async function insertPlay(
  { accountId, guestId }: Listener,
  tx: Tx,
  play: { id: string; versionId: string; since: Date; now: Date },
): Promise<void> {
  const { id, versionId, since, now } = play;
  const who = accountId ?? guestId;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`play:${versionId}:${who}`}, 0))`;
  await tx.$executeRaw`
    INSERT INTO play (id, version_id, listener_id, guest_id, created_at)
    SELECT ${id}::uuid, ${versionId}::uuid, ${accountId}::uuid, ${guestId}::uuid, ${now}
    WHERE NOT EXISTS (
      SELECT 1 FROM play p WHERE p.version_id = ${versionId}::uuid AND p.created_at > ${since}
        AND COALESCE(p.listener_id, p.guest_id) = ${who}::uuid)`;
}
