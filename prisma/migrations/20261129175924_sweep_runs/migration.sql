-- CreateTable
CREATE TABLE "sweep_run" (
    "id" UUID NOT NULL,
    "finished_at" TIMESTAMPTZ(3) NOT NULL,
    "finished" INTEGER NOT NULL,
    "expired" INTEGER NOT NULL,
    "cleaned" INTEGER NOT NULL,
    "orphan_uploads" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "purged" INTEGER NOT NULL,
    "objects" INTEGER NOT NULL,
    "orphans" INTEGER NOT NULL,
    "orphan_bytes" BIGINT NOT NULL,
    "object_cursor" TEXT,

    CONSTRAINT "sweep_run_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sweep_run_finished_at_idx" ON "sweep_run"("finished_at");
