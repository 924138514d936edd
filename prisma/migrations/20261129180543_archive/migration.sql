-- AlterTable
ALTER TABLE "project" ADD COLUMN     "archived_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "song" ADD COLUMN     "archived_at" TIMESTAMPTZ(3);
