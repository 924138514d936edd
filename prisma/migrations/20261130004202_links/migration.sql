-- CreateEnum
CREATE TYPE "link_extent" AS ENUM ('songs', 'project');

-- AlterTable
ALTER TABLE "account" ADD COLUMN     "is_guest" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "link" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "created_by_id" UUID NOT NULL,
    "extent" "link_extent" NOT NULL,
    "label" TEXT NOT NULL DEFAULT '',
    "can_comment" BOOLEAN NOT NULL,
    "can_download" BOOLEAN NOT NULL,
    "can_see_versions" BOOLEAN NOT NULL,
    "pinned_version_id" UUID,
    "password_hash" TEXT,
    "round" INTEGER NOT NULL DEFAULT 1,
    "change_number" INTEGER NOT NULL DEFAULT 1,
    "expires_at" TIMESTAMPTZ(3),
    "max_guests" INTEGER,
    "guest_count" INTEGER NOT NULL DEFAULT 0,
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "link_song" (
    "link_id" UUID NOT NULL,
    "song_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "link_song_pkey" PRIMARY KEY ("link_id","song_id")
);

-- CreateTable
CREATE TABLE "link_guest" (
    "id" UUID NOT NULL,
    "link_id" UUID NOT NULL,
    "account_id" UUID,
    "secret_hash" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "blocked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "link_guest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_request" (
    "id" UUID NOT NULL,
    "link_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "words" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "access_request_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "link_token_hash_key" ON "link"("token_hash");

-- CreateIndex
CREATE INDEX "link_project_id_idx" ON "link"("project_id");

-- CreateIndex
CREATE INDEX "link_created_by_id_idx" ON "link"("created_by_id");

-- CreateIndex
CREATE INDEX "link_pinned_version_id_idx" ON "link"("pinned_version_id");

-- CreateIndex
CREATE INDEX "link_song_song_id_idx" ON "link_song"("song_id");

-- CreateIndex
CREATE UNIQUE INDEX "link_guest_account_id_key" ON "link_guest"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "link_guest_secret_hash_key" ON "link_guest"("secret_hash");

-- CreateIndex
CREATE INDEX "link_guest_link_id_id_idx" ON "link_guest"("link_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "access_request_link_id_email_key" ON "access_request"("link_id", "email");

-- AddForeignKey
ALTER TABLE "link" ADD CONSTRAINT "link_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link" ADD CONSTRAINT "link_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link" ADD CONSTRAINT "link_pinned_version_id_fkey" FOREIGN KEY ("pinned_version_id") REFERENCES "version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link_song" ADD CONSTRAINT "link_song_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "link"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link_song" ADD CONSTRAINT "link_song_song_id_fkey" FOREIGN KEY ("song_id") REFERENCES "song"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link_guest" ADD CONSTRAINT "link_guest_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "link"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link_guest" ADD CONSTRAINT "link_guest_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_request" ADD CONSTRAINT "access_request_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "link"("id") ON DELETE CASCADE ON UPDATE CASCADE;
