-- AlterTable
ALTER TABLE "email" ADD COLUMN     "batch_id" UUID,
ADD COLUMN     "batch_position" INTEGER;

-- CreateTable
CREATE TABLE "mail_batch" (
    "id" UUID NOT NULL,
    "day" VARCHAR(10) NOT NULL,
    "hour" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_batch_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "mail_batch_created_at_idx" ON "mail_batch"("created_at");

-- CreateIndex
CREATE INDEX "email_batch_id_idx" ON "email"("batch_id");

-- AddForeignKey
ALTER TABLE "email" ADD CONSTRAINT "email_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "mail_batch"("id") ON DELETE SET NULL ON UPDATE CASCADE;
