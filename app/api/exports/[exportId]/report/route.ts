import { readExportReport } from "@/lib/domains/exports/reads";
import { exportPathSchema } from "@/lib/domains/exports/schema";
import { route } from "@/lib/http/route";

export const GET = route({ params: exportPathSchema }, (call) =>
  readExportReport(call.services, call.actor, call.params.exportId),
);
