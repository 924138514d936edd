-- AlterTable
ALTER TABLE "upload" ADD COLUMN     "hashes_parts" BOOLEAN NOT NULL DEFAULT false;
