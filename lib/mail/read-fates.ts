import type { Db, Tx } from "@/lib/db/client";
import { readEmails } from "./email-store";
import { decideFate, type MailFate } from "./fate";
import { readReports } from "./report-store";

/** How the mails with these keys fare; a key without a mail is left out. */
export async function readFates(db: Db | Tx, keys: readonly string[]): Promise<Map<string, MailFate>> {
  const mails = await readEmails(db, keys);
  const told = await readReports(
    db,
    mails.flatMap((mail) => mail.providerId ?? []),
  );
  return new Map(mails.map((mail) => [mail.key, decideFate(mail, told.get(mail.providerId ?? ""))]));
}
