-- CreateEnum
CREATE TYPE "brief_role" AS ENUM ('person', 'assistant');

-- CreateEnum
CREATE TYPE "brief_composer" AS ENUM ('rules', 'ai');

-- CreateEnum
CREATE TYPE "brief_turn_state" AS ENUM ('queued', 'writing', 'done', 'failed', 'cancelled');

-- AlterTable
ALTER TABLE "project" ADD COLUMN     "ai_consent_notes" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "brief" (
    "id" UUID NOT NULL,
    "song_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "created_by_id" UUID NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "seq" INTEGER NOT NULL DEFAULT 0,
    "attempt_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "brief_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "brief_turn" (
    "id" UUID NOT NULL,
    "brief_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "role" "brief_role" NOT NULL,
    "author_id" UUID,
    "idempotency_key" TEXT,
    "composer" "brief_composer",
    "model" TEXT,
    "state" "brief_turn_state" NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "queued_seq" INTEGER NOT NULL DEFAULT 0,
    "attempt_seq" INTEGER NOT NULL DEFAULT 0,
    "outbox_id" UUID,
    "input_tokens" INTEGER,
    "output_tokens" INTEGER,
    "reason" TEXT,
    "message" TEXT,
    "retry_after_sec" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "moved_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "brief_turn_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "brief_document" (
    "turn_id" UUID NOT NULL,
    "content" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "brief_document_pkey" PRIMARY KEY ("turn_id")
);

-- CreateTable
CREATE TABLE "brief_note_done" (
    "brief_id" UUID NOT NULL,
    "comment_id" UUID NOT NULL,
    "done_by_id" UUID,
    "done_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "brief_note_done_pkey" PRIMARY KEY ("brief_id","comment_id")
);

-- CreateTable
CREATE TABLE "brief_event" (
    "brief_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "brief_event_pkey" PRIMARY KEY ("brief_id","seq")
);

-- CreateIndex
CREATE INDEX "brief_version_id_id_idx" ON "brief"("version_id", "id");

-- CreateIndex
CREATE INDEX "brief_song_id_idx" ON "brief"("song_id");

-- CreateIndex
CREATE UNIQUE INDEX "brief_created_by_id_idempotency_key_key" ON "brief"("created_by_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "brief_turn_author_id_idx" ON "brief_turn"("author_id");

-- CreateIndex
CREATE INDEX "brief_turn_state_moved_at_idx" ON "brief_turn"("state", "moved_at");

-- CreateIndex
CREATE UNIQUE INDEX "brief_turn_brief_id_number_key" ON "brief_turn"("brief_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "brief_turn_brief_id_idempotency_key_key" ON "brief_turn"("brief_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "brief_note_done_comment_id_idx" ON "brief_note_done"("comment_id");

-- CreateIndex
CREATE INDEX "brief_note_done_done_by_id_idx" ON "brief_note_done"("done_by_id");

-- CreateIndex
CREATE INDEX "brief_event_created_at_idx" ON "brief_event"("created_at");

-- AddForeignKey
ALTER TABLE "brief" ADD CONSTRAINT "brief_song_id_fkey" FOREIGN KEY ("song_id") REFERENCES "song"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "brief" ADD CONSTRAINT "brief_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "brief" ADD CONSTRAINT "brief_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "brief_turn" ADD CONSTRAINT "brief_turn_brief_id_fkey" FOREIGN KEY ("brief_id") REFERENCES "brief"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "brief_turn" ADD CONSTRAINT "brief_turn_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "brief_document" ADD CONSTRAINT "brief_document_turn_id_fkey" FOREIGN KEY ("turn_id") REFERENCES "brief_turn"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "brief_note_done" ADD CONSTRAINT "brief_note_done_brief_id_fkey" FOREIGN KEY ("brief_id") REFERENCES "brief"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "brief_note_done" ADD CONSTRAINT "brief_note_done_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "brief_note_done" ADD CONSTRAINT "brief_note_done_done_by_id_fkey" FOREIGN KEY ("done_by_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "brief_event" ADD CONSTRAINT "brief_event_brief_id_fkey" FOREIGN KEY ("brief_id") REFERENCES "brief"("id") ON DELETE CASCADE ON UPDATE CASCADE;
