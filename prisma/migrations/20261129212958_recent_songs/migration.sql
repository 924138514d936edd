-- CreateIndex
CREATE INDEX "song_project_id_updated_at_id_idx" ON "song"("project_id", "updated_at", "id");
