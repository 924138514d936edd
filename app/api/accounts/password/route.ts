import { setPassword } from "@/lib/domains/accounts/commands";
import { setPasswordSchema } from "@/lib/domains/accounts/schema";
import { consumeAddressLimit } from "@/lib/http/auth-credentials";
import { route } from "@/lib/http/route";

export const POST = route({ body: setPasswordSchema }, async ({ services, body, request }) => {
  await consumeAddressLimit(services, "secret-address", request.headers);
  await setPassword(services, body);
});
