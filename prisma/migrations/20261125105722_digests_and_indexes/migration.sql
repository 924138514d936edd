-- AlterTable
ALTER TABLE "notification" ADD COLUMN     "digested_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "digest_run_state_created_at_idx" ON "digest_run"("state", "created_at");

-- CreateIndex
CREATE INDEX "email_created_at_idx" ON "email"("created_at");

-- CreateIndex
CREATE INDEX "song_event_created_at_idx" ON "song_event"("created_at");
