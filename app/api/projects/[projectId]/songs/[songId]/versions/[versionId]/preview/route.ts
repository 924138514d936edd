import { versionPathSchema } from "@/lib/core/http-schema";
import { signPreview } from "@/lib/domains/versions/reads";
import { redirectTo, route } from "@/lib/http/route";

/** Leads to what is listened to, for an hour. */
export const GET = route({ params: versionPathSchema }, async (call) =>
  redirectTo(await signPreview(call.services, call.actor, call.params)),
);
