-- DropIndex
DROP INDEX "analysis_state_idx";

-- AlterTable
ALTER TABLE "analysis" ADD COLUMN     "lease_until" TIMESTAMPTZ(3),
ADD COLUMN     "put_back" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "version" ADD COLUMN     "same_as_id" UUID,
ADD COLUMN     "sha256" CHAR(64);

-- CreateTable
CREATE TABLE "storage_mark" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "mark" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "storage_mark_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "analysis_state_lease_until_idx" ON "analysis"("state", "lease_until");

-- CreateIndex
CREATE INDEX "version_sha256_idx" ON "version"("sha256");

-- CreateIndex
CREATE INDEX "version_same_as_id_idx" ON "version"("same_as_id");

-- AddForeignKey
ALTER TABLE "version" ADD CONSTRAINT "version_same_as_id_fkey" FOREIGN KEY ("same_as_id") REFERENCES "version"("id") ON DELETE SET NULL ON UPDATE CASCADE;
