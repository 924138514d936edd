-- AlterTable
ALTER TABLE "project" ADD COLUMN     "description" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "song" ADD COLUMN     "description" TEXT NOT NULL DEFAULT '';
