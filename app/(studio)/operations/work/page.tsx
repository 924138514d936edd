import type { Metadata } from "next";
import { readSweeps } from "@/lib/domains/uploads/sweeping/reads";
import { readRemeasuring } from "@/lib/domains/versions/remeasuring/reads";
import { readForPage, requirePageContext } from "@/lib/http/page";
import { Section } from "../../_frame/section";
import { Remeasuring } from "./remeasuring";
import { Sweeps } from "./sweeps";

export const metadata: Metadata = { title: "Work" };

/** What is done behind the pages: measuring again, and mending what crashes left. */
export default async function WorkPage() {
  const { services, actor } = await requirePageContext();
  const [remeasuring, sweeps] = await readForPage(() =>
    Promise.all([readRemeasuring(services, actor), readSweeps(services, actor)]),
  );
  return (
    <>
      <Section title="Measure and tag all again">
        <Remeasuring initial={remeasuring} />
      </Section>
      <Section title="Mending and clearing away">
        <Sweeps sweeps={sweeps} />
      </Section>
    </>
  );
}
