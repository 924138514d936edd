-- CreateEnum
CREATE TYPE "notice_channel" AS ENUM ('at_once', 'digest', 'app', 'never');

-- CreateEnum
CREATE TYPE "notice_reach" AS ENUM ('all', 'personal', 'nothing');

-- AlterTable
ALTER TABLE "account" ADD COLUMN     "digest_day" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "quiet_from" INTEGER,
ADD COLUMN     "quiet_to" INTEGER;

-- AlterTable
ALTER TABLE "notification" ADD COLUMN     "mail_id" UUID;

-- CreateTable
CREATE TABLE "notice_choice" (
    "account_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "channel" "notice_channel" NOT NULL,

    CONSTRAINT "notice_choice_pkey" PRIMARY KEY ("account_id","kind")
);

-- CreateTable
CREATE TABLE "notice_level" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "project_id" UUID,
    "song_id" UUID,
    "level" "notice_reach" NOT NULL,

    CONSTRAINT "notice_level_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice_due" (
    "reader_id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3),
    "newest_at" TIMESTAMPTZ(3) NOT NULL,
    "mailed_at" TIMESTAMPTZ(3),

    CONSTRAINT "notice_due_pkey" PRIMARY KEY ("reader_id","target_id")
);

-- CreateTable
CREATE TABLE "mention" (
    "comment_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,

    CONSTRAINT "mention_pkey" PRIMARY KEY ("comment_id","account_id")
);

-- CreateIndex
CREATE INDEX "notice_level_project_id_idx" ON "notice_level"("project_id");

-- CreateIndex
CREATE INDEX "notice_level_song_id_idx" ON "notice_level"("song_id");

-- CreateIndex
CREATE UNIQUE INDEX "notice_level_account_id_project_id_key" ON "notice_level"("account_id", "project_id");

-- CreateIndex
CREATE UNIQUE INDEX "notice_level_account_id_song_id_key" ON "notice_level"("account_id", "song_id");

-- CreateIndex
CREATE INDEX "notice_due_since_idx" ON "notice_due"("since");

-- CreateIndex
CREATE INDEX "mention_account_id_idx" ON "mention"("account_id");

-- CreateIndex
CREATE INDEX "notification_mail_id_idx" ON "notification"("mail_id");

-- AddForeignKey
ALTER TABLE "notification" ADD CONSTRAINT "notification_mail_id_fkey" FOREIGN KEY ("mail_id") REFERENCES "email"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_choice" ADD CONSTRAINT "notice_choice_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_level" ADD CONSTRAINT "notice_level_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_level" ADD CONSTRAINT "notice_level_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_level" ADD CONSTRAINT "notice_level_song_id_fkey" FOREIGN KEY ("song_id") REFERENCES "song"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_due" ADD CONSTRAINT "notice_due_reader_id_fkey" FOREIGN KEY ("reader_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mention" ADD CONSTRAINT "mention_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mention" ADD CONSTRAINT "mention_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Mentions are mailed at once where nothing else was chosen. Who had turned all digests off wants no such mail.
INSERT INTO notice_choice (account_id, kind, channel)
SELECT id, 'comment.mentioned', 'digest' FROM account WHERE digest_frequency = 'off';
