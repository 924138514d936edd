-- AlterTable
ALTER TABLE "version" ADD COLUMN     "camelot" VARCHAR(3),
ADD COLUMN     "tempo_bpm" DOUBLE PRECISION;
