import { z } from "zod";
import { idSchema } from "@/lib/core/http-schema";
import { endOwnSession } from "@/lib/domains/accounts/sessions/commands";
import { route } from "@/lib/http/route";

export const DELETE = route({ params: z.object({ sessionId: idSchema }) }, ({ services, actor, params }) =>
  endOwnSession(services, actor, params.sessionId),
);
