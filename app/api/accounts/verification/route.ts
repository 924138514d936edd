import { askVerification } from "@/lib/domains/accounts/commands";
import { askAgainSchema } from "@/lib/domains/accounts/schema";
import { consumeMailLimits } from "@/lib/http/auth-credentials";
import { route } from "@/lib/http/route";

/** The same answer whether or not the address has an account, and whether or not it is verified. */
export const POST = route({ body: askAgainSchema }, async ({ services, body, request }) => {
  await consumeMailLimits(services, body.email, request.headers);
  await askVerification(services, body);
  return Response.json({ status: "mailed" }, { status: 202 });
});
