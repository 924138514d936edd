-- When the provider may first have had a mail: from then on its bytes never change.
ALTER TABLE "email" ADD COLUMN "handed_over_at" TIMESTAMPTZ(3);
