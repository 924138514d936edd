-- AlterEnum
ALTER TYPE "token_purpose" ADD VALUE 'delete';

-- AlterTable
ALTER TABLE "account" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3),
ALTER COLUMN "password_hash" DROP NOT NULL;

-- AlterTable
ALTER TABLE "account_token" ADD COLUMN     "plan" JSONB;

-- AlterTable
ALTER TABLE "project" ADD COLUMN     "offered_to_id" UUID;

-- CreateTable
CREATE TABLE "identity" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "identity_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "identity_provider_subject_key" ON "identity"("provider", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "identity_account_id_provider_key" ON "identity"("account_id", "provider");

-- CreateIndex
CREATE INDEX "project_offered_to_id_idx" ON "project"("offered_to_id");

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project" ADD CONSTRAINT "project_offered_to_id_fkey" FOREIGN KEY ("offered_to_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;
