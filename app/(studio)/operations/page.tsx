import type { Metadata } from "next";
import { PageHeader } from "@/app/_ui/page-header";
import { readMailOverview, readSuppressions } from "@/lib/domains/operations/mail/reads";
import { readSweeps } from "@/lib/domains/uploads/sweeping/reads";
import { readRemeasuring } from "@/lib/domains/versions/remeasuring/reads";
import { readForPage, requirePageContext } from "@/lib/http/page";
import { Section } from "../_frame/section";
import { Mail } from "./mail";
import { People } from "./people";
import { Remeasuring } from "./remeasuring";
import { Suppressions } from "./suppressions";
import { Sweeps } from "./sweeps";

export const metadata: Metadata = { title: "Operations" };

/** For administrators; to everybody else there is no such page. */
export default async function OperationsPage() {
  const { services, actor } = await requirePageContext();
  const [mail, suppressions, remeasuring, sweeps] = await readForPage(() =>
    Promise.all([
      readMailOverview(services, actor),
      readSuppressions(services, actor, {}),
      readRemeasuring(services, actor),
      readSweeps(services, actor),
    ]),
  );
  return (
    <>
      <PageHeader title="Operations" />
      <div className="grid w-full max-w-[640px] gap-9 px-6 py-5 max-desk:px-4">
        <Section title="Mail">
          <Mail initial={mail} />
        </Section>
        <Section title="Addresses without mail">
          <Suppressions initial={suppressions} />
        </Section>
        <Section title="People">
          <People />
        </Section>
        <Section title="Measure and tag all again">
          <Remeasuring initial={remeasuring} />
        </Section>
        <Section title="Mending and clearing away">
          <Sweeps sweeps={sweeps} />
        </Section>
      </div>
    </>
  );
}
