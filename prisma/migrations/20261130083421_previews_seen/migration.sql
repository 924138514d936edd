-- AlterTable
ALTER TABLE "analysis" ADD COLUMN     "preview_seen_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "analysis_state_preview_seen_at_idx" ON "analysis"("state", "preview_seen_at");
