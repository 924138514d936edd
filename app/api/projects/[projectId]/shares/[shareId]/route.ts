import { z } from "zod";
import { idSchema } from "@/lib/core/http-schema";
import { removeShare } from "@/lib/domains/shares/commands";
import { route } from "@/lib/http/route";

/** Withdraws an invite or ends a membership. */
export const DELETE = route(
  { params: z.object({ projectId: idSchema, shareId: idSchema }) },
  ({ services, actor, params }) => removeShare(services, actor, params),
);
