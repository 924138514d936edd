import { askAccess } from "@/lib/domains/links/asking/commands";
import { askAccessSchema } from "@/lib/domains/links/asking/schema";
import { consumeAskLimits } from "@/lib/http/auth-credentials";
import { route } from "@/lib/http/route";

/** Asks to be let in; the answer is the same whatever the token is. */
export const POST = route({ body: askAccessSchema }, async ({ services, body, request }) => {
  await consumeAskLimits(services, body.email, request.headers);
  return Response.json(await askAccess(services, body), { status: 202 });
});
