import { deleteAccount } from "@/lib/domains/accounts/leaving/commands";
import { verifySchema } from "@/lib/domains/accounts/schema";
import { consumeAddressLimit } from "@/lib/http/auth-credentials";
import { route } from "@/lib/http/route";

export const POST = route({ body: verifySchema }, async ({ services, body, request }) => {
  await consumeAddressLimit(services, "secret-address", request.headers);
  await deleteAccount(services, body);
});
