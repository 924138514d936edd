import type { Metadata } from "next";
import { pageQuerySchema } from "@/lib/core/http-schema";
import { listExports } from "@/lib/domains/exports/reads";
import { requirePageContext } from "@/lib/http/page";
import { ExportsView } from "./exports-view";

export const metadata: Metadata = { title: "Exports" };

export default async function ExportsPage() {
  const { services, actor } = await requirePageContext();
  return <ExportsView initial={await listExports(services, actor, pageQuerySchema.parse({}))} />;
}
