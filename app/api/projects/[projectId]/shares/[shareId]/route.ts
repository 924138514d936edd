import { z } from "zod";
import { idSchema } from "@/lib/core/http-schema";
import { updateShare } from "@/lib/domains/shares/changing/commands";
import { removeShare } from "@/lib/domains/shares/commands";
import { updateShareSchema } from "@/lib/domains/shares/schema";
import { route } from "@/lib/http/route";

const params = z.object({ projectId: idSchema, shareId: idSchema });

/** A member's role, and what a listener's or commenter's share includes. */
export const PATCH = route({ params, body: updateShareSchema }, (call) =>
  updateShare(call.services, call.actor, call.params, call.body),
);

/** Withdraws an invite or ends a membership. */
export const DELETE = route({ params }, (call) => removeShare(call.services, call.actor, call.params));
