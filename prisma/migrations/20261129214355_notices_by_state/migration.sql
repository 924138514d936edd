-- CreateIndex
CREATE INDEX "notification_reader_id_id_idx" ON "notification"("reader_id", "id");

-- CreateIndex
CREATE INDEX "notification_reader_id_seen_at_id_idx" ON "notification"("reader_id", "seen_at", "id");
