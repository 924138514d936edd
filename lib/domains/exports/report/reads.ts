import type { Actor } from "@/lib/access/actor";
import { scopeAccount } from "@/lib/access/scope";
import { notFound } from "@/lib/core/errors";
import { readReport } from "@/lib/domains/activity/report/reads";
import type { Services } from "@/lib/services";
import { only, type Product } from "../making/reads";
import { scopeReport } from "../reads";
import { toFileName } from "../rules";
import type { ExportRequest } from "../schema";
import { findProjectName } from "../store";
import { EVERYTHING, writeReportTable } from "./rules";

/** A report as a table for spreadsheets, and what it comes to for its page. @throws AppError not_found. */
export async function openReport(
  services: Services,
  actor: Actor | null,
  projectId: string | null,
  { kind: _, ...span }: Extract<ExportRequest, { kind: "report" }>,
): Promise<Product> {
  const project = await scopeReport(services, actor, projectId);
  const title = project ? await findProjectName(project, services.db) : EVERYTHING;
  if (title === null) throw notFound("project");
  const { report, cells } = await readReport(services, scopeAccount(actor), { projectId, span });
  const bytes = Buffer.from(writeReportTable(report, cells), "utf8");
  return {
    fileName: `${toFileName(title)} - activity ${span.start} to ${span.end}.csv`,
    contentType: "text/csv; charset=utf-8",
    ...{ sizeBytes: bytes.byteLength, report, open: () => only(bytes) },
  };
}
