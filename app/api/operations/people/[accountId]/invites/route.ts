import { joinWaitingInvites } from "@/lib/domains/accounts/helping/commands";
import { helpPathSchema } from "@/lib/domains/accounts/helping/schema";
import { route } from "@/lib/http/route";

export const POST = route({ params: helpPathSchema }, ({ services, actor, params }) =>
  joinWaitingInvites(services, actor, params),
);
