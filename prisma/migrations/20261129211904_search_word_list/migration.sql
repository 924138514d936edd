-- CreateTable
CREATE TABLE "search_word" (
    "id" BIGSERIAL NOT NULL,
    "word" TEXT NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "search_word_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "search_word_word_idx" ON "search_word"("word");

-- CreateIndex
CREATE INDEX "search_word_checked_at_idx" ON "search_word"("checked_at");

-- What a typing error is compared with: one's own words of a few letters, in scripts that part words.
CREATE FUNCTION search_learn(folded text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO search_word (word)
  SELECT DISTINCT part FROM unnest(search_parts($1)) AS part
  WHERE length(part) >= 4 AND NOT search_is_spaceless(part)
    AND NOT EXISTS (SELECT 1 FROM search_word w WHERE w.word = part)
$$;

CREATE OR REPLACE FUNCTION search_put(kind search_kind, id uuid, project uuid, song uuid, author uuid, input text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO search_entry (kind, id, project_id, song_id, author_id, folded, words)
  SELECT $1, $2, $3, $4, $5, f.folded, search_words($1, f.folded, $3, $4)
  FROM (SELECT search_fold($6) AS folded OFFSET 0) AS f
  ON CONFLICT ON CONSTRAINT search_entry_pkey DO UPDATE
    SET project_id = excluded.project_id, song_id = excluded.song_id, folded = excluded.folded, words = excluded.words;
  SELECT search_learn(search_fold($6))
$$;

INSERT INTO search_word (word)
SELECT DISTINCT part FROM search_entry, unnest(search_parts(folded)) AS part
WHERE length(part) >= 4 AND NOT search_is_spaceless(part);

CREATE INDEX search_word_letters_idx ON search_word USING gin (word gin_trgm_ops);
DROP INDEX search_entry_letters_idx;
