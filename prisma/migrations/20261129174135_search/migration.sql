-- CreateEnum
CREATE TYPE "search_kind" AS ENUM ('project', 'song', 'version', 'tag', 'comment');

-- CreateTable
CREATE TABLE "search_entry" (
    "kind" "search_kind" NOT NULL,
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "song_id" UUID,
    "author_id" UUID,
    "folded" TEXT NOT NULL,
    "words" tsvector NOT NULL,

    CONSTRAINT "search_entry_pkey" PRIMARY KEY ("kind","id")
);

-- CreateIndex
CREATE INDEX "search_entry_project_id_kind_idx" ON "search_entry"("project_id", "kind");

-- CreateIndex
CREATE INDEX "search_entry_song_id_idx" ON "search_entry"("song_id");

-- AddForeignKey
ALTER TABLE "search_entry" ADD CONSTRAINT "search_entry_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "search_entry" ADD CONSTRAINT "search_entry_song_id_fkey" FOREIGN KEY ("song_id") REFERENCES "song"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows is written by hand: Prisma knows no extensions, functions and triggers, and passes partial and expression indexes by.

-- Typing errors are found by groups of three letters. The extension comes with PostgreSQL; the owner of a database may add it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Words as they are compared: composed and decomposed letters, wide and narrow ones, cases and accents are one; what is between
-- words becomes a space, and a word is cut after 64 signs.
CREATE FUNCTION search_fold(input text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  folded text := lower(input);
BEGIN
  -- Most text is plain ASCII, which needs none of this.
  IF octet_length(input) <> length(input) THEN
    folded := regexp_replace(normalize(input, NFKD), '[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\ufe00-\ufe0f]', '', 'g');
    folded := translate(lower(normalize(folded, NFC)), 'øłđðħıŧς', 'olddhitσ');
    folded := replace(replace(replace(replace(folded, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th');
  END IF;
  folded := btrim(regexp_replace(folded,
    '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u206f\u2e00-\u2e7f\u3000-\u303f\u30fb]+', ' ', 'g'));
  RETURN CASE WHEN folded ~ '[^ ]{65}' THEN regexp_replace(folded, '([^ ]{64})[^ ]+', '\1', 'g') ELSE folded END;
END $$;

-- Thai, Lao, Burmese, Khmer, Japanese, Chinese and Korean: words of these can begin anywhere.
CREATE FUNCTION search_is_spaceless(word text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT word ~ '[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]'
$$;

-- What is looked for: words; of scripts without spaces every two neighbouring signs.
CREATE FUNCTION search_parts(folded text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF NOT search_is_spaceless(folded) THEN RETURN array_remove(string_to_array(folded, ' '), ''); END IF;
  RETURN ARRAY(
    SELECT CASE WHEN search_is_spaceless(word) THEN substr(word, place, 2) ELSE word END
    FROM unnest(string_to_array(regexp_replace(folded, '([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+)', ' \1 ', 'g'), ' ')) AS word,
      generate_series(1, CASE WHEN search_is_spaceless(word) THEN length(word) ELSE 1 END) AS place
    WHERE word <> '');
END $$;

-- Each word with the kind of its thing in front, so that the planner knows how frequent it is among these; and where the thing is.
CREATE FUNCTION search_words(kind search_kind, folded text, project uuid, song uuid) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN array_to_tsvector(
    ARRAY(SELECT left(kind::text, 1) || ':' || part FROM unnest(search_parts(folded)) AS part) || ARRAY['in:' || project, 'in:' || COALESCE(song, project)]);
END $$;

CREATE FUNCTION search_put(kind search_kind, id uuid, project uuid, song uuid, author uuid, input text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO search_entry (kind, id, project_id, song_id, author_id, folded, words)
  SELECT $1, $2, $3, $4, $5, f.folded, search_words($1, f.folded, $3, $4)
  FROM (SELECT search_fold($6) AS folded OFFSET 0) AS f
  ON CONFLICT ON CONSTRAINT search_entry_pkey DO UPDATE
    SET project_id = excluded.project_id, song_id = excluded.song_id, folded = excluded.folded, words = excluded.words
$$;

CREATE FUNCTION search_drop(of_kind search_kind, of_id uuid) RETURNS void LANGUAGE sql AS $$
  DELETE FROM search_entry WHERE kind = $1 AND id = $2
$$;

CREATE FUNCTION search_follow_project() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_put('project', NEW.id, NEW.id, NULL, NEW.owner_id, NEW.name);
  RETURN NULL;
END $$;
CREATE TRIGGER search_follow AFTER INSERT OR UPDATE OF name ON project FOR EACH ROW EXECUTE FUNCTION search_follow_project();

-- A song that changes its project takes along what is in it.
CREATE FUNCTION search_follow_song() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_put('song', NEW.id, NEW.project_id, NEW.id, NEW.created_by_id, NEW.name);
  IF TG_OP = 'UPDATE' AND NEW.project_id <> OLD.project_id THEN
    UPDATE search_entry SET project_id = NEW.project_id, words = search_words(kind, folded, NEW.project_id, NEW.id)
    WHERE song_id = NEW.id AND kind <> 'song';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER search_follow AFTER INSERT OR UPDATE OF name, project_id ON song FOR EACH ROW EXECUTE FUNCTION search_follow_song();

CREATE FUNCTION search_follow_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_put('version', NEW.id, s.project_id, s.id, NEW.created_by_id, NEW.file_name || ' ' || NEW.note)
  FROM song s WHERE s.id = NEW.song_id;
  RETURN NULL;
END $$;
CREATE TRIGGER search_follow AFTER INSERT OR UPDATE OF file_name, note ON version
  FOR EACH ROW EXECUTE FUNCTION search_follow_version();

-- An id of a vocabulary ("mood:dreamy") is found by its own words; how a page names it is known to the app.
CREATE FUNCTION search_follow_tag() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = 'accepted' THEN
    PERFORM search_put('tag', NEW.id, s.project_id, s.id, NEW.decided_by_id, COALESCE(NEW.label, regexp_replace(NEW.name, '^[a-z]+:', '')))
    FROM version v JOIN song s ON s.id = v.song_id WHERE v.id = NEW.version_id;
  ELSE
    PERFORM search_drop('tag', NEW.id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER search_follow AFTER INSERT OR UPDATE OF name, label, state ON tag FOR EACH ROW EXECUTE FUNCTION search_follow_tag();

CREATE FUNCTION search_follow_comment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.deleted_at IS NULL THEN
    PERFORM search_put('comment', NEW.id, s.project_id, s.id, NEW.author_id, NEW.body) FROM song s WHERE s.id = NEW.song_id;
  ELSE
    PERFORM search_drop('comment', NEW.id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER search_follow AFTER INSERT OR UPDATE OF body, deleted_at ON comment
  FOR EACH ROW EXECUTE FUNCTION search_follow_comment();

-- What is removed from its table is found no longer. Projects and songs take everything of theirs along.
CREATE FUNCTION search_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_drop(TG_TABLE_NAME::text::search_kind, OLD.id);
  RETURN NULL;
END $$;
CREATE TRIGGER search_forget AFTER DELETE ON version FOR EACH ROW EXECUTE FUNCTION search_forget();
CREATE TRIGGER search_forget AFTER DELETE ON tag FOR EACH ROW EXECUTE FUNCTION search_forget();
CREATE TRIGGER search_forget AFTER DELETE ON comment FOR EACH ROW EXECUTE FUNCTION search_forget();

-- What is there already.
SELECT search_put('project', id, id, NULL, owner_id, name) FROM project;
SELECT search_put('song', id, project_id, id, created_by_id, name) FROM song;
SELECT search_put('version', v.id, s.project_id, s.id, v.created_by_id, v.file_name || ' ' || v.note)
FROM version v JOIN song s ON s.id = v.song_id;
SELECT search_put('tag', t.id, s.project_id, s.id, t.decided_by_id, COALESCE(t.label, regexp_replace(t.name, '^[a-z]+:', '')))
FROM tag t JOIN version v ON v.id = t.version_id JOIN song s ON s.id = v.song_id WHERE t.state = 'accepted';
SELECT search_put('comment', c.id, s.project_id, s.id, c.author_id, c.body)
FROM comment c JOIN song s ON s.id = c.song_id WHERE c.deleted_at IS NULL;

-- Names from their beginning on, the newest of equal ones first.
CREATE INDEX search_entry_beginning_idx ON search_entry (kind, (left(folded, 200)) COLLATE "C", id DESC) WHERE kind <> 'comment';
CREATE INDEX search_entry_name_words_idx ON search_entry USING gin (words) WHERE kind <> 'comment';
CREATE INDEX search_entry_comment_words_idx ON search_entry USING gin (words) WHERE kind = 'comment';
-- Typing errors. Of what is not the name of a song or project only the newest are compared, which needs no index.
CREATE INDEX search_entry_letters_idx ON search_entry USING gin (folded gin_trgm_ops) WHERE kind IN ('project', 'song');
