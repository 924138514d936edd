-- CreateTable
CREATE TABLE "deed" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "song_id" UUID,
    "doer_id" UUID,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deed_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "deed_project_id_id_idx" ON "deed"("project_id", "id");

-- CreateIndex
CREATE INDEX "deed_song_id_id_idx" ON "deed"("song_id", "id");

-- CreateIndex
CREATE INDEX "deed_doer_id_idx" ON "deed"("doer_id");

-- AddForeignKey
ALTER TABLE "deed" ADD CONSTRAINT "deed_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deed" ADD CONSTRAINT "deed_song_id_fkey" FOREIGN KEY ("song_id") REFERENCES "song"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deed" ADD CONSTRAINT "deed_doer_id_fkey" FOREIGN KEY ("doer_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What is known of the time before: who made and said what. A deed takes the id of what it tells of, which sorts by its time.
INSERT INTO "deed" ("id", "project_id", "doer_id", "kind", "created_at")
SELECT "id", "id", "owner_id", 'project.created', "created_at" FROM "project";

INSERT INTO "deed" ("id", "project_id", "song_id", "doer_id", "kind", "created_at")
SELECT "id", "project_id", "id", "created_by_id", 'song.created', "created_at" FROM "song";

INSERT INTO "deed" ("id", "project_id", "song_id", "doer_id", "kind", "payload", "created_at")
SELECT v."id", s."project_id", s."id", v."created_by_id", 'version.uploaded', jsonb_build_object('versionId', v."id"), v."created_at"
FROM "version" v JOIN "song" s ON s."id" = v."song_id";

INSERT INTO "deed" ("id", "project_id", "song_id", "doer_id", "kind", "payload", "created_at")
SELECT a."id", s."project_id", s."id", a."created_by_id", 'attachment.added', jsonb_build_object('attachmentId', a."id"), a."created_at"
FROM "attachment" a JOIN "song" s ON s."id" = a."song_id";

INSERT INTO "deed" ("id", "project_id", "song_id", "doer_id", "kind", "payload", "created_at")
SELECT c."id", s."project_id", s."id", c."author_id",
  CASE WHEN c."parent_id" IS NULL THEN 'comment.created' ELSE 'comment.replied' END,
  jsonb_build_object('commentId', c."id"), c."created_at"
FROM "comment" c JOIN "song" s ON s."id" = c."song_id";
