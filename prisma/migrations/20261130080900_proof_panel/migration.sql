-- CreateEnum
CREATE TYPE "queue_run_state" AS ENUM ('running', 'done', 'failed');

-- CreateEnum
CREATE TYPE "alert_state" AS ENUM ('pending', 'firing', 'cleared');

-- CreateTable
CREATE TABLE "heartbeat" (
    "id" UUID NOT NULL,
    "host" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "last_beat_at" TIMESTAMPTZ(3) NOT NULL,
    "facts" JSONB NOT NULL,

    CONSTRAINT "heartbeat_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "queue_event" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "queue_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "queue_run" (
    "id" TEXT NOT NULL,
    "function_id" TEXT NOT NULL,
    "event_id" TEXT,
    "cron" TEXT,
    "state" "queue_run_state" NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "queue_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" "alert_state" NOT NULL,
    "detail" TEXT NOT NULL,
    "bad_since" TIMESTAMPTZ(3) NOT NULL,
    "good_since" TIMESTAMPTZ(3),
    "fired_at" TIMESTAMPTZ(3),
    "cleared_at" TIMESTAMPTZ(3),
    "mailed_at" TIMESTAMPTZ(3),
    "clear_mailed_at" TIMESTAMPTZ(3),
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by" TEXT,
    "muted_until" TIMESTAMPTZ(3),
    "muted_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "alert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_hook" (
    "id" UUID NOT NULL,
    "alert_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "delivered_at" TIMESTAMPTZ(3),
    "failure" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "alert_hook_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "heartbeat_last_beat_at_idx" ON "heartbeat"("last_beat_at");

-- CreateIndex
CREATE INDEX "queue_event_name_sent_at_idx" ON "queue_event"("name", "sent_at");

-- CreateIndex
CREATE INDEX "queue_event_sent_at_idx" ON "queue_event"("sent_at");

-- CreateIndex
CREATE INDEX "queue_run_function_id_started_at_idx" ON "queue_run"("function_id", "started_at");

-- CreateIndex
CREATE INDEX "queue_run_event_id_function_id_idx" ON "queue_run"("event_id", "function_id");

-- CreateIndex
CREATE INDEX "queue_run_state_ended_at_idx" ON "queue_run"("state", "ended_at");

-- CreateIndex
CREATE INDEX "queue_run_started_at_idx" ON "queue_run"("started_at");

-- CreateIndex
CREATE INDEX "alert_cleared_at_idx" ON "alert"("cleared_at");

-- CreateIndex
CREATE INDEX "alert_kind_created_at_idx" ON "alert"("kind", "created_at");

-- CreateIndex
CREATE INDEX "alert_hook_delivered_at_next_at_idx" ON "alert_hook"("delivered_at", "next_at");

-- CreateIndex
CREATE UNIQUE INDEX "alert_hook_alert_id_kind_key" ON "alert_hook"("alert_id", "kind");

-- CreateIndex
CREATE INDEX "analysis_finished_at_idx" ON "analysis"("finished_at");

-- AddForeignKey
ALTER TABLE "alert_hook" ADD CONSTRAINT "alert_hook_alert_id_fkey" FOREIGN KEY ("alert_id") REFERENCES "alert"("id") ON DELETE CASCADE ON UPDATE CASCADE;
