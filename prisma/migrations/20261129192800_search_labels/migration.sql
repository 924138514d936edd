-- A version is found by its label, too. Written by hand: Prisma knows no functions and triggers.
CREATE OR REPLACE FUNCTION search_follow_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_put('version', NEW.id, s.project_id, s.id, NEW.created_by_id, NEW.file_name || ' ' || NEW.label || ' ' || NEW.note)
  FROM song s WHERE s.id = NEW.song_id;
  RETURN NULL;
END $$;
DROP TRIGGER search_follow ON version;
CREATE TRIGGER search_follow AFTER INSERT OR UPDATE OF file_name, label, note ON version
  FOR EACH ROW EXECUTE FUNCTION search_follow_version();

SELECT search_put('version', v.id, s.project_id, s.id, v.created_by_id, v.file_name || ' ' || v.label || ' ' || v.note)
FROM version v JOIN song s ON s.id = v.song_id WHERE v.label <> '';
