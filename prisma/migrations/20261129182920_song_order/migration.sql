-- AlterTable
ALTER TABLE "song" ADD COLUMN     "position" DOUBLE PRECISION NOT NULL DEFAULT 0;

-- CreateIndex
CREATE INDEX "song_project_id_position_id_idx" ON "song"("project_id", "position", "id");

-- Songs that are there already keep the order they were shown in: the newest first.
UPDATE "song" SET "position" = "ordered"."place" FROM (
  SELECT "id", row_number() OVER (PARTITION BY "project_id" ORDER BY "id") AS "place" FROM "song"
) "ordered" WHERE "song"."id" = "ordered"."id";
