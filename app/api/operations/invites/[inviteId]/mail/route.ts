import { invitePathSchema } from "@/lib/domains/accounts/helping/schema";
import { resendInviteFor } from "@/lib/domains/shares/helping/commands";
import { route } from "@/lib/http/route";

export const POST = route({ params: invitePathSchema }, ({ services, actor, params }) =>
  resendInviteFor(services, actor, params),
);
