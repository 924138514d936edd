-- CreateEnum
CREATE TYPE "upload_purpose" AS ENUM ('version', 'attachment');

-- AlterTable
ALTER TABLE "upload" ADD COLUMN     "purpose" "upload_purpose" NOT NULL DEFAULT 'version';

-- CreateTable
CREATE TABLE "attachment" (
    "id" UUID NOT NULL,
    "song_id" UUID NOT NULL,
    "upload_id" UUID NOT NULL,
    "created_by_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "attachment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "attachment_upload_id_key" ON "attachment"("upload_id");

-- CreateIndex
CREATE INDEX "attachment_song_id_idx" ON "attachment"("song_id");

-- CreateIndex
CREATE INDEX "attachment_created_by_id_idx" ON "attachment"("created_by_id");

-- AddForeignKey
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_song_id_fkey" FOREIGN KEY ("song_id") REFERENCES "song"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_upload_id_fkey" FOREIGN KEY ("upload_id") REFERENCES "upload"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
