import { askReportSchema } from "@/lib/domains/activity/report/schema";
import { exportReport } from "@/lib/domains/exports/commands";
import { created, route } from "@/lib/http/route";

export const POST = route({ body: askReportSchema }, async (call) =>
  created(await exportReport(call.services, call.actor, { projectId: null }, call.body)),
);
