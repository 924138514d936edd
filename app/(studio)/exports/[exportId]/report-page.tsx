import { PageHeader } from "@/app/_ui/page-header";
import type { ReportView } from "@/lib/domains/activity/report/schema";
import type { ExportView } from "@/lib/domains/exports/schema";
import { tellSpan } from "../../_frame/exports/export-words";
import { ReportChart } from "./report-chart";
import { ReportDeeds } from "./report-deeds";
import { ReportTables } from "./report-tables";
import { GROUPED_BY } from "./report-words";

interface ReportPageProps {
  view: ExportView;
  /** Null while it is made, and when its file is gone. */
  report: ReportView | null;
}

/** What a report comes to: in all, over time, by song and by person. */
export function ReportPage({ view, report }: ReportPageProps) {
  const { request } = view;
  if (request.kind !== "report") return null;
  return (
    <>
      <PageHeader
        title={view.title}
        detail={`Activity, ${tellSpan(request)}, ${GROUPED_BY[request.groupBy]}`}
        phone="stack"
      />
      <div className="grid w-full max-w-[904px] gap-8 px-6 py-5 max-desk:px-4">
        <ReportDeeds view={view} />
        {report && (
          <>
            <ReportChart report={report} />
            <ReportTables report={report} />
            <p className="text-grey-2 text-meta">
              Days as the calendar in {report.span.timeZone} has them. What is in the trash is not counted.
              {report.hasOwnPlaysOnly &&
                " Of songs that you don’t edit your own plays alone are counted: who else listened is for editors and the owner."}
            </p>
          </>
        )}
      </div>
    </>
  );
}
