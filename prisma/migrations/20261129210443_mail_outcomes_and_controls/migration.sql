-- CreateEnum
CREATE TYPE "mail_stop_reason" AS ENUM ('person', 'volume');

-- CreateEnum
CREATE TYPE "mail_report_kind" AS ENUM ('delivered', 'delayed', 'opened', 'bounced', 'complained', 'failed');

-- CreateEnum
CREATE TYPE "suppression_reason" AS ENUM ('bounced', 'complained');

-- CreateEnum
CREATE TYPE "digest_tick_state" AS ENUM ('planned', 'expired', 'stopped');

-- AlterTable
ALTER TABLE "mail_day" ADD COLUMN     "bulk_by_hour" INTEGER[] DEFAULT ARRAY[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]::INTEGER[],
ADD COLUMN     "hour_ceiling" INTEGER;

-- CreateTable
CREATE TABLE "mail_control" (
    "lane" "mail_lane" NOT NULL,
    "stopped_at" TIMESTAMPTZ(3),
    "stop_reason" "mail_stop_reason",
    "paused_until" TIMESTAMPTZ(3),

    CONSTRAINT "mail_control_pkey" PRIMARY KEY ("lane")
);

-- CreateTable
CREATE TABLE "mail_journal" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT,
    "actor_name" TEXT,
    "detail" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_journal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mail_report" (
    "id" TEXT NOT NULL,
    "kind" "mail_report_kind" NOT NULL,
    "provider_id" TEXT NOT NULL,
    "to_address" TEXT NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '',
    "happened_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mail_suppression" (
    "address" VARCHAR(320) NOT NULL,
    "reason" "suppression_reason" NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '',
    "since" TIMESTAMPTZ(3) NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_suppression_pkey" PRIMARY KEY ("address","reason")
);

-- CreateTable
CREATE TABLE "digest_tick" (
    "id" UUID NOT NULL,
    "tick_at" TIMESTAMPTZ(3) NOT NULL,
    "state" "digest_tick_state" NOT NULL,
    "due" INTEGER NOT NULL DEFAULT 0,
    "turns" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "digest_tick_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "mail_journal_key_key" ON "mail_journal"("key");

-- CreateIndex
CREATE INDEX "mail_journal_created_at_idx" ON "mail_journal"("created_at");

-- CreateIndex
CREATE INDEX "mail_report_provider_id_idx" ON "mail_report"("provider_id");

-- CreateIndex
CREATE INDEX "mail_report_created_at_idx" ON "mail_report"("created_at");

-- CreateIndex
CREATE INDEX "mail_suppression_since_idx" ON "mail_suppression"("since");

-- CreateIndex
CREATE INDEX "digest_tick_created_at_idx" ON "digest_tick"("created_at");

-- CreateIndex
CREATE INDEX "email_provider_id_idx" ON "email"("provider_id");

-- A lane is held up by its row.
INSERT INTO "mail_control" ("lane") VALUES ('transactional'), ('bulk');

-- What was sent before counts as usual, too.
UPDATE "mail_day" AS d SET "bulk_by_hour" = ARRAY(
  SELECT COUNT(e."id")::int FROM generate_series(0, 23) AS h
  LEFT JOIN "email" e ON e."lane" = 'bulk' AND e."state" = 'sent' AND e."sent_at" IS NOT NULL
    AND to_char(e."sent_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD') = d."day"
    AND EXTRACT(HOUR FROM e."sent_at" AT TIME ZONE 'UTC') = h
  GROUP BY h ORDER BY h
);
