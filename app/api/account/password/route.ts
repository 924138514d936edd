import { changePassword } from "@/lib/domains/accounts/identity/commands";
import { changePasswordSchema } from "@/lib/domains/accounts/schema";
import { requireOwnPassword } from "@/lib/http/auth-credentials";
import { route } from "@/lib/http/route";

export const POST = route({ body: changePasswordSchema }, async ({ services, actor, body, request }) => {
  await requireOwnPassword(services, actor, body.currentPassword, request.headers);
  await changePassword(services, actor, body);
});
