import { z } from "zod";
import { requirePerson } from "@/lib/access/scope";
import { idSchema } from "@/lib/core/http-schema";
import { resendInvite } from "@/lib/domains/shares/commands";
import { consumeLimit } from "@/lib/http/rate-limits";
import { route } from "@/lib/http/route";

export const POST = route(
  { params: z.object({ projectId: idSchema, shareId: idSchema }) },
  async ({ services, actor, params }) => {
    await consumeLimit(services, "invite-account", requirePerson(actor).accountId);
    return resendInvite(services, actor, params);
  },
);
