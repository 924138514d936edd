-- CreateEnum
CREATE TYPE "cover_source" AS ENUM ('own', 'embedded');

-- AlterTable
ALTER TABLE "project" ADD COLUMN     "cover_id" UUID;

-- AlterTable
ALTER TABLE "song" ADD COLUMN     "cover_id" UUID;

-- CreateTable
CREATE TABLE "cover" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "song_id" UUID,
    "created_by_id" UUID NOT NULL,
    "source" "cover_source" NOT NULL,
    "sha256" CHAR(64) NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "unused_since" TIMESTAMPTZ(3),

    CONSTRAINT "cover_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "cover_project_id_idx" ON "cover"("project_id");

-- CreateIndex
CREATE INDEX "cover_song_id_idx" ON "cover"("song_id");

-- CreateIndex
CREATE INDEX "cover_created_by_id_idx" ON "cover"("created_by_id");

-- CreateIndex
CREATE INDEX "cover_unused_since_idx" ON "cover"("unused_since");

-- CreateIndex
CREATE UNIQUE INDEX "project_cover_id_key" ON "project"("cover_id");

-- CreateIndex
CREATE UNIQUE INDEX "song_cover_id_key" ON "song"("cover_id");

-- AddForeignKey
ALTER TABLE "cover" ADD CONSTRAINT "cover_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cover" ADD CONSTRAINT "cover_song_id_fkey" FOREIGN KEY ("song_id") REFERENCES "song"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cover" ADD CONSTRAINT "cover_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project" ADD CONSTRAINT "project_cover_id_fkey" FOREIGN KEY ("cover_id") REFERENCES "cover"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "song" ADD CONSTRAINT "song_cover_id_fkey" FOREIGN KEY ("cover_id") REFERENCES "cover"("id") ON DELETE SET NULL ON UPDATE CASCADE;
