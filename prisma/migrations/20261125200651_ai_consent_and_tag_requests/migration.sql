-- CreateEnum
CREATE TYPE "tag_request_state" AS ENUM ('waiting', 'done', 'failed');

-- AlterTable
ALTER TABLE "project" ADD COLUMN     "ai_consent_at" TIMESTAMPTZ(3),
ADD COLUMN     "ai_consent_host" TEXT,
ADD COLUMN     "ai_consent_sound" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "tag_request" (
    "version_id" UUID NOT NULL,
    "state" "tag_request_state" NOT NULL DEFAULT 'waiting',
    "waiting_since" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "message" TEXT,
    "answer" JSONB,

    CONSTRAINT "tag_request_pkey" PRIMARY KEY ("version_id")
);

-- CreateIndex
CREATE INDEX "tag_request_state_waiting_since_idx" ON "tag_request"("state", "waiting_since");

-- AddForeignKey
ALTER TABLE "tag_request" ADD CONSTRAINT "tag_request_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE CASCADE ON UPDATE CASCADE;
