-- CreateEnum
CREATE TYPE "analysis_stage" AS ENUM ('measuring', 'preview');

-- AlterTable
ALTER TABLE "analysis" ADD COLUMN     "begun_at" TIMESTAMPTZ(3),
ADD COLUMN     "queued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "stage" "analysis_stage" NOT NULL DEFAULT 'measuring';

-- CreateTable
CREATE TABLE "analysis_line" (
    "stage" "analysis_stage" NOT NULL,
    "moved_at" TIMESTAMPTZ(3) NOT NULL,
    "passed_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "analysis_line_pkey" PRIMARY KEY ("stage")
);

-- What was begun before counts as in work: its lease says when it is missed.
UPDATE "analysis" SET "queued_at" = "waiting_since", "begun_at" = "started_at",
    "stage" = CASE WHEN "has_peaks" THEN 'preview' ELSE 'measuring' END::"analysis_stage";
