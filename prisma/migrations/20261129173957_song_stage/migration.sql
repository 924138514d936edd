-- CreateEnum
CREATE TYPE "song_stage" AS ENUM ('idea', 'demo', 'mix', 'master');

-- AlterTable
ALTER TABLE "song" ADD COLUMN     "stage" "song_stage";
