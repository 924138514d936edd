import { versionPathSchema } from "@/lib/core/http-schema";
import { signDownload } from "@/lib/domains/versions/reads";
import { redirectTo, route } from "@/lib/http/route";

/** Leads to the uploaded bytes under their own name, for an hour. */
export const GET = route({ params: versionPathSchema }, async (call) =>
  redirectTo(await signDownload(call.services, call.actor, call.params)),
);
