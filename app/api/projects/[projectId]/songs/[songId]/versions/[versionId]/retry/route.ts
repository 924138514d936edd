import { versionPathSchema } from "@/lib/core/http-schema";
import { retryAnalysis } from "@/lib/domains/versions/commands";
import { route } from "@/lib/http/route";

/** Analyzes again what failed. */
export const POST = route({ params: versionPathSchema }, (call) =>
  retryAnalysis(call.services, call.actor, call.params),
);
