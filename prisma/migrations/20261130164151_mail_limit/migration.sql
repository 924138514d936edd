-- CreateTable
CREATE TABLE "mail_limit" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "daily_limit" INTEGER NOT NULL,
    "actor_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_limit_pkey" PRIMARY KEY ("id")
);
