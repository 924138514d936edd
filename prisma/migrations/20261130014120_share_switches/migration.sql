-- AlterTable
ALTER TABLE "invite" ADD COLUMN     "can_download" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "can_see_versions" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "membership" ADD COLUMN     "can_download" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "can_see_versions" BOOLEAN NOT NULL DEFAULT true;

-- The version that plays where none is named: the chosen one, else the newest.
CREATE FUNCTION current_version(song_id uuid) RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT v.id FROM version v JOIN song s ON s.id = v.song_id
  WHERE v.song_id = $1 AND v.deleted_at IS NULL
  ORDER BY (v.id IS NOT DISTINCT FROM s.current_version_id) DESC, v.number DESC LIMIT 1
$$;

-- Whether a reader's shares include this version; true for none, which concerns no version.
CREATE FUNCTION sees_version(reader uuid, wanted uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT $2 IS NULL OR EXISTS (
    SELECT 1 FROM version v JOIN song s ON s.id = v.song_id
    JOIN membership m ON m.account_id = $1 AND (m.project_id = s.project_id OR m.song_id = s.id)
    WHERE v.id = $2 AND (m.can_see_versions OR m.role >= 'editor' OR current_version(s.id) = v.id))
$$;
