import { commentPathSchema } from "@/lib/core/http-schema";
import { resolveComment } from "@/lib/domains/comments/commands";
import { resolveSchema } from "@/lib/domains/comments/schema";
import { route } from "@/lib/http/route";

/** Ticks a comment off, or opens it again. */
export const POST = route({ params: commentPathSchema, body: resolveSchema }, (call) =>
  resolveComment(call.services, call.actor, call.params, call.body),
);
