import type { AccountScope } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import type { Tx } from "@/lib/db/client";
import { canBeMistyped, type WordChoice } from "./rules";

/** Below that likeness a word is another word. */
export const LEAST_LIKENESS = 0.4;
const NEAR_WORDS = 12;

/**
 * The words of the list that are nearly each part, the likest first. The list knows no rights: what comes of its words is asked for
 * within what one reaches.
 */
export async function findNearWords(_scope: AccountScope, tx: Tx, parts: string[]): Promise<WordChoice[]> {
  // The least likeness is a setting of the transaction.
  await tx.$queryRaw`SELECT set_config('pg_trgm.word_similarity_threshold', ${String(LEAST_LIKENESS)}, true)`;
  const rows = await tx.$queryRaw<{ part: string; word: string }[]>`
    SELECT p.part, near.word FROM unnest(${parts.filter(canBeMistyped)}::text[]) AS p (part), LATERAL (
      SELECT w.word, word_similarity(p.part, w.word) AS likeness, similarity(p.part, w.word) AS whole
      FROM search_word w WHERE w.word %> p.part GROUP BY w.word ORDER BY likeness DESC, whole DESC, w.word LIMIT ${NEAR_WORDS}
    ) AS near`;
  return parts.map((part) => ({ part, words: rows.flatMap((row) => (row.part === part ? [row.word] : [])) }));
}

/**
 * Forgets the words that occur no more, of those whose look is the longest ago. One that is just being written again may be
 * forgotten with them: then it comes back with the next thing that has it. Answers how many.
 */
export async function forgetUnused(_scope: SystemScope, tx: Tx, count: number): Promise<number> {
  const gone = await tx.$executeRaw`
    DELETE FROM search_word w USING (SELECT id, word FROM search_word ORDER BY checked_at, id LIMIT ${count}) AS oldest
    WHERE w.id = oldest.id
      AND NOT EXISTS (SELECT 1 FROM search_entry e WHERE e.kind <> 'comment' AND e.words @@ (
        SELECT string_agg(format('%L', kind || ':' || oldest.word), ' | ') FROM unnest(ARRAY['p', 's', 'v', 't']) AS kind)::tsquery)
      AND NOT EXISTS (SELECT 1 FROM search_entry e WHERE e.kind = 'comment' AND e.words @@ format('%L', 'c:' || oldest.word)::tsquery)`;
  await tx.$executeRaw`
    UPDATE search_word SET checked_at = now()
    WHERE id IN (SELECT id FROM search_word ORDER BY checked_at, id LIMIT ${count - gone})`;
  return gone;
}
