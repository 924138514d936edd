import { signUp } from "@/lib/domains/accounts/commands";
import { signUpSchema } from "@/lib/domains/accounts/schema";
import { consumeAddressLimit, consumeMailLimits } from "@/lib/http/auth-credentials";
import { route } from "@/lib/http/route";

/** The same answer whether or not the address has an account. */
export const POST = route({ body: signUpSchema }, async ({ services, body, request }) => {
  await consumeAddressLimit(services, "sign-up-address", request.headers);
  await consumeMailLimits(services, body.email, request.headers);
  await signUp(services, body);
  return Response.json({ status: "mailed" }, { status: 202 });
});
