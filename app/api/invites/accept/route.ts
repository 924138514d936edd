import { acceptInvite } from "@/lib/domains/shares/invites/commands";
import { acceptInviteSchema } from "@/lib/domains/shares/schema";
import { consumeAddressLimit } from "@/lib/http/auth-credentials";
import { route } from "@/lib/http/route";

export const POST = route({ body: acceptInviteSchema }, async ({ services, actor, body, request }) => {
  await consumeAddressLimit(services, "secret-address", request.headers);
  return acceptInvite(services, actor, body);
});
