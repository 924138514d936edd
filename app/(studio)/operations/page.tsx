import type { Metadata } from "next";
import { readOverview } from "@/lib/domains/operations/overview/reads";
import { readForPage, requirePageContext } from "@/lib/http/page";
import { Panel } from "./_overview/panel";

export const metadata: Metadata = { title: "Operations" };

/** The proof panel: is everything well, how is that known, and what to do if not. */
export default async function OverviewPage() {
  const { services, actor } = await requirePageContext();
  return <Panel initial={await readForPage(() => readOverview(services, actor))} />;
}
