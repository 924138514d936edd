-- CreateTable
CREATE TABLE "discarded_failure" (
    "kind" TEXT NOT NULL,
    "target_id" UUID NOT NULL,
    "failed_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "discarded_failure_pkey" PRIMARY KEY ("kind","target_id")
);
