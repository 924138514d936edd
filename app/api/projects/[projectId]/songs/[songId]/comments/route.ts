import { songPathSchema } from "@/lib/core/http-schema";
import { createComment } from "@/lib/domains/comments/commands";
import { listComments } from "@/lib/domains/comments/reads";
import { commentListQuerySchema, createCommentSchema } from "@/lib/domains/comments/schema";
import { created, route } from "@/lib/http/route";

const params = songPathSchema;

export const GET = route({ params, query: commentListQuerySchema }, (call) =>
  listComments(call.services, call.actor, call.params, call.query),
);

export const POST = route({ params, body: createCommentSchema }, async (call) =>
  created(await createComment(call.services, call.actor, call.params, call.body)),
);
