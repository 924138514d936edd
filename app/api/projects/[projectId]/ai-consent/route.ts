import { projectPathSchema } from "@/lib/core/http-schema";
import { setAiConsent } from "@/lib/domains/projects/commands";
import { aiConsentSchema } from "@/lib/domains/projects/schema";
import { route } from "@/lib/http/route";

/** Allows or forbids that a model suggests tags. */
export const PATCH = route({ params: projectPathSchema, body: aiConsentSchema }, (call) =>
  setAiConsent(call.services, call.actor, call.params.projectId, call.body),
);
