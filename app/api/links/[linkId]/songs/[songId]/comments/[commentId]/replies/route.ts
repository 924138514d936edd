import { createReplySchema } from "@/lib/domains/comments/schema";
import { replyByLink } from "@/lib/domains/links/visiting/commands";
import { linkCommentPathSchema } from "@/lib/domains/links/visiting/schema";
import { readVisitor } from "@/lib/http/guest-cookie";
import { created, route } from "@/lib/http/route";

/** Answers the thread. */
export const POST = route(
  { params: linkCommentPathSchema, body: createReplySchema },
  async ({ services, actor, request, params, body }) =>
    created(await replyByLink(services, readVisitor(services, request, params.linkId), actor, params, body)),
);
