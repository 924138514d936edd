-- AlterTable
ALTER TABLE "song" ADD COLUMN     "current_version_id" UUID,
ADD COLUMN     "master_version_id" UUID;

-- AlterTable
ALTER TABLE "version" ADD COLUMN     "label" TEXT NOT NULL DEFAULT '';

-- CreateIndex
CREATE UNIQUE INDEX "song_current_version_id_key" ON "song"("current_version_id");

-- CreateIndex
CREATE UNIQUE INDEX "song_master_version_id_key" ON "song"("master_version_id");

-- AddForeignKey
ALTER TABLE "song" ADD CONSTRAINT "song_current_version_id_fkey" FOREIGN KEY ("current_version_id") REFERENCES "version"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "song" ADD CONSTRAINT "song_master_version_id_fkey" FOREIGN KEY ("master_version_id") REFERENCES "version"("id") ON DELETE SET NULL ON UPDATE CASCADE;
