-- AlterEnum
ALTER TYPE "token_purpose" ADD VALUE 'address';

-- AlterTable
ALTER TABLE "account_token" ADD COLUMN     "new_email" TEXT,
ADD COLUMN     "new_email_as_typed" TEXT;
