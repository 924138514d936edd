-- AlterTable
ALTER TABLE "account" ADD COLUMN     "quota_bytes" BIGINT;

-- AlterTable
ALTER TABLE "outbox" ADD COLUMN     "request_id" TEXT;

-- AlterTable
ALTER TABLE "project" ADD COLUMN     "quota_bytes" BIGINT;

-- AlterTable
ALTER TABLE "upload" ADD COLUMN     "request_id" TEXT;

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" UUID NOT NULL,
    "actor_id" UUID NOT NULL,
    "actor_name" TEXT NOT NULL,
    "act" TEXT NOT NULL,
    "target_kind" TEXT NOT NULL,
    "target_id" TEXT,
    "before" JSONB,
    "after" JSONB,
    "request_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "paused_function" (
    "function_id" TEXT NOT NULL,
    "paused_by" TEXT NOT NULL,
    "paused_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "paused_function_pkey" PRIMARY KEY ("function_id")
);

-- CreateTable
CREATE TABLE "held_run" (
    "run_id" TEXT NOT NULL,
    "function_id" TEXT NOT NULL,
    "held_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "held_run_pkey" PRIMARY KEY ("run_id")
);

-- CreateTable
CREATE TABLE "repair_day" (
    "day" VARCHAR(10) NOT NULL,
    "kind" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "repair_day_pkey" PRIMARY KEY ("day","kind")
);

-- CreateIndex
CREATE INDEX "audit_entry_actor_id_id_idx" ON "audit_entry"("actor_id", "id");

-- CreateIndex
CREATE INDEX "audit_entry_act_id_idx" ON "audit_entry"("act", "id");

-- CreateIndex
CREATE INDEX "held_run_function_id_idx" ON "held_run"("function_id");

-- CreateIndex
CREATE INDEX "outbox_request_id_idx" ON "outbox"("request_id");

-- CreateIndex
CREATE INDEX "upload_request_id_idx" ON "upload"("request_id");

-- What was written stays: whoever wants to change it has to take this away first, and that is seen in the database's own log.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_entry is only added to' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER audit_entry_kept BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_entry_kept_whole BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
