import { askNewAddress } from "@/lib/domains/accounts/identity/commands";
import { changeAddressSchema } from "@/lib/domains/accounts/schema";
import { consumeOwnMailLimits, requireOwnPassword } from "@/lib/http/auth-credentials";
import { route } from "@/lib/http/route";

/** The same answer whether or not the new address has an account. */
export const POST = route({ body: changeAddressSchema }, async ({ services, actor, body, request }) => {
  await requireOwnPassword(services, actor, body.currentPassword, request.headers);
  await consumeOwnMailLimits(services, actor, body.email);
  await askNewAddress(services, actor, body);
  return Response.json({ status: "mailed" }, { status: 202 });
});
