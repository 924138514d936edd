import { commentPathSchema } from "@/lib/core/http-schema";
import { createReply } from "@/lib/domains/comments/commands";
import { createReplySchema } from "@/lib/domains/comments/schema";
import { created, route } from "@/lib/http/route";

/** Answers a comment; answers the thread. */
export const POST = route({ params: commentPathSchema, body: createReplySchema }, async (call) =>
  created(await createReply(call.services, call.actor, call.params, call.body)),
);
