import type { Metadata } from "next";
import { readMailOverview, readSuppressions } from "@/lib/domains/operations/mail/reads";
import { readForPage, requirePageContext } from "@/lib/http/page";
import { Section } from "../../_frame/section";
import { Mail } from "./mail";
import { Suppressions } from "./suppressions";

export const metadata: Metadata = { title: "Mail" };

/** Lanes, quota and schedule of the mail, and the addresses that get none. */
export default async function MailPage() {
  const { services, actor } = await requirePageContext();
  const [mail, suppressions] = await readForPage(() =>
    Promise.all([readMailOverview(services, actor), readSuppressions(services, actor, {})]),
  );
  return (
    <>
      <Section title="Mail">
        <Mail initial={mail} />
      </Section>
      <Section title="Addresses without mail">
        <Suppressions initial={suppressions} />
      </Section>
    </>
  );
}
