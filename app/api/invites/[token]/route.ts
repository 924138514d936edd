import { readInvite } from "@/lib/domains/shares/reads";
import { acceptInviteSchema } from "@/lib/domains/shares/schema";
import { consumeAddressLimit } from "@/lib/http/auth-credentials";
import { route } from "@/lib/http/route";

/** What an invite is for, told to whoever holds its link. */
export const GET = route({ params: acceptInviteSchema }, async ({ services, params, request }) => {
  await consumeAddressLimit(services, "secret-address", request.headers);
  return readInvite(services, params);
});
