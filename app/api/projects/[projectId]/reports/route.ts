import { projectPathSchema } from "@/lib/core/http-schema";
import { askReportSchema } from "@/lib/domains/activity/report/schema";
import { exportReport } from "@/lib/domains/exports/commands";
import { created, route } from "@/lib/http/route";

export const POST = route({ params: projectPathSchema, body: askReportSchema }, async (call) =>
  created(await exportReport(call.services, call.actor, call.params, call.body)),
);
