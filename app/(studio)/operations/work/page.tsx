import type { Metadata } from "next";
import { readFailures } from "@/lib/domains/operations/failing/reads";
import { readPausing } from "@/lib/domains/operations/pausing/reads";
import { readRepairs } from "@/lib/domains/operations/repairing/reads";
import { readSweeps } from "@/lib/domains/uploads/sweeping/reads";
import { readRemeasuring } from "@/lib/domains/versions/remeasuring/reads";
import { readForPage, requirePageContext } from "@/lib/http/page";
import { Section } from "../../_frame/section";
import { StorySearch } from "../story/story-search";
import { FailedWork } from "./failed-work";
import { Pausing } from "./pausing";
import { Remeasuring } from "./remeasuring";
import { Repairs } from "./repairs";
import { Sweeps } from "./sweeps";

export const metadata: Metadata = { title: "Work" };

/** What is done behind the pages: what failed of it, measuring again, holding it up, and mending what crashes left. */
export default async function WorkPage() {
  const { services, actor } = await requirePageContext();
  const [failures, remeasuring, pausing, sweeps, repairs] = await readForPage(() =>
    Promise.all([
      readFailures(services, actor),
      readRemeasuring(services, actor),
      readPausing(services, actor),
      readSweeps(services, actor),
      readRepairs(services, actor),
    ]),
  );
  return (
    <>
      <Section title="Failed work">
        <FailedWork initial={failures} />
      </Section>
      <Section title="Measure and tag all again">
        <Remeasuring initial={remeasuring} />
      </Section>
      <Section title="Pause">
        <Pausing initial={pausing} />
      </Section>
      <Section title="An upload’s story">
        <div className="pt-3">
          <StorySearch />
        </div>
      </Section>
      <Section title="Mending and clearing away">
        <Sweeps sweeps={sweeps} />
        <Repairs repairs={repairs} />
      </Section>
    </>
  );
}
