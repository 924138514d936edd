-- CreateEnum
CREATE TYPE "access_answer" AS ENUM ('granted', 'refused');

-- AlterTable
ALTER TABLE "access_request" ADD COLUMN     "answer" "access_answer",
ADD COLUMN     "answered_at" TIMESTAMPTZ(3),
ADD COLUMN     "answered_by_id" UUID;

-- AlterTable
ALTER TABLE "export" ADD COLUMN     "report" JSONB,
ALTER COLUMN "project_id" DROP NOT NULL;

-- CreateTable
CREATE TABLE "play" (
    "id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "listener_id" UUID,
    "guest_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "play_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "play_version_id_created_at_idx" ON "play"("version_id", "created_at");

-- CreateIndex
CREATE INDEX "play_listener_id_idx" ON "play"("listener_id");

-- CreateIndex
CREATE INDEX "play_guest_id_idx" ON "play"("guest_id");

-- CreateIndex
CREATE INDEX "access_request_answered_by_id_idx" ON "access_request"("answered_by_id");

-- AddForeignKey
ALTER TABLE "access_request" ADD CONSTRAINT "access_request_answered_by_id_fkey" FOREIGN KEY ("answered_by_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "play" ADD CONSTRAINT "play_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "play" ADD CONSTRAINT "play_listener_id_fkey" FOREIGN KEY ("listener_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "play" ADD CONSTRAINT "play_guest_id_fkey" FOREIGN KEY ("guest_id") REFERENCES "link_guest"("id") ON DELETE SET NULL ON UPDATE CASCADE;
