-- AlterTable
ALTER TABLE "tag" ADD COLUMN     "decided_by_id" UUID,
ADD COLUMN     "label" TEXT;

-- CreateIndex
CREATE INDEX "tag_decided_by_id_idx" ON "tag"("decided_by_id");

-- AddForeignKey
ALTER TABLE "tag" ADD CONSTRAINT "tag_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;
