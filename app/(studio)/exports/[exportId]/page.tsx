import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { readExport, readExportReport } from "@/lib/domains/exports/reads";
import { readForPage, requirePageContext } from "@/lib/http/page";
import { ReportPage } from "./report-page";

export const metadata: Metadata = { title: "Activity report" };

/** What a report comes to. Other exports are files alone. */
export default async function ExportPage({ params }: PageProps<"/exports/[exportId]">) {
  const { services, actor } = await requirePageContext();
  const { exportId } = await params;
  const view = await readForPage(() => readExport(services, actor, exportId));
  if (view.request.kind !== "report") notFound();
  const isThere = view.state === "completed";
  const report = isThere ? await readForPage(() => readExportReport(services, actor, exportId)) : null;
  return <ReportPage view={view} report={report} />;
}
