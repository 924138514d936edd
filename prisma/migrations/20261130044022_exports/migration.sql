-- CreateEnum
CREATE TYPE "export_state" AS ENUM ('queued', 'running', 'completed', 'expired', 'failed', 'cancelled');

-- CreateTable
CREATE TABLE "export" (
    "id" UUID NOT NULL,
    "created_by_id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "song_id" UUID,
    "version_id" UUID,
    "title" TEXT NOT NULL,
    "request" JSONB NOT NULL,
    "active_key" TEXT,
    "state" "export_state" NOT NULL DEFAULT 'queued',
    "run" INTEGER NOT NULL DEFAULT 1,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "put_back" INTEGER NOT NULL DEFAULT 0,
    "bytes_done" BIGINT NOT NULL DEFAULT 0,
    "bytes_total" BIGINT,
    "storage_id" TEXT,
    "has_objects" BOOLEAN NOT NULL DEFAULT false,
    "file_name" TEXT,
    "content_type" TEXT,
    "size_bytes" BIGINT,
    "reason" TEXT,
    "message" TEXT,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "lease_until" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "export_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "export_active_key_key" ON "export"("active_key");

-- CreateIndex
CREATE INDEX "export_created_by_id_id_idx" ON "export"("created_by_id", "id");

-- CreateIndex
CREATE INDEX "export_project_id_idx" ON "export"("project_id");

-- CreateIndex
CREATE INDEX "export_song_id_idx" ON "export"("song_id");

-- CreateIndex
CREATE INDEX "export_version_id_idx" ON "export"("version_id");

-- CreateIndex
CREATE INDEX "export_state_lease_until_idx" ON "export"("state", "lease_until");

-- CreateIndex
CREATE INDEX "export_state_expires_at_idx" ON "export"("state", "expires_at");

-- AddForeignKey
ALTER TABLE "export" ADD CONSTRAINT "export_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "export" ADD CONSTRAINT "export_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "export" ADD CONSTRAINT "export_song_id_fkey" FOREIGN KEY ("song_id") REFERENCES "song"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "export" ADD CONSTRAINT "export_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE CASCADE ON UPDATE CASCADE;
