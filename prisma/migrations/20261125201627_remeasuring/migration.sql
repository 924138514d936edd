-- CreateEnum
CREATE TYPE "remeasuring_state" AS ENUM ('running', 'paused', 'done');

-- CreateTable
CREATE TABLE "remeasuring" (
    "engine" TEXT NOT NULL,
    "state" "remeasuring_state" NOT NULL DEFAULT 'running',
    "total" INTEGER NOT NULL,
    "measured" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "last_version_id" UUID,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "resumed_at" TIMESTAMPTZ(3) NOT NULL,
    "measured_at_resume" INTEGER NOT NULL DEFAULT 0,
    "finished_at" TIMESTAMPTZ(3),
    "lease_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "remeasuring_pkey" PRIMARY KEY ("engine")
);
