import type { Metadata } from "next";
import { PageHeader } from "@/app/_ui/page-header";
import { readRemeasuring } from "@/lib/domains/versions/remeasuring/reads";
import { readForPage, requirePageContext } from "@/lib/http/page";
import { Section } from "../_frame/section";
import { Remeasuring } from "./remeasuring";

export const metadata: Metadata = { title: "Operations" };

/** For administrators; to everybody else there is no such page. */
export default async function OperationsPage() {
  const { services, actor } = await requirePageContext();
  const remeasuring = await readForPage(() => readRemeasuring(services, actor));
  return (
    <>
      <PageHeader title="Operations" />
      <div className="grid w-full max-w-[640px] gap-9 px-6 py-5 max-desk:px-4">
        <Section title="Measure and tag all again">
          <Remeasuring initial={remeasuring} />
        </Section>
      </div>
    </>
  );
}
