import { commentPathSchema } from "@/lib/core/http-schema";
import { deleteComment, updateComment } from "@/lib/domains/comments/commands";
import { updateCommentSchema } from "@/lib/domains/comments/schema";
import { route } from "@/lib/http/route";

const params = commentPathSchema;

/** Changes a comment or a reply; answers the thread. */
export const PATCH = route({ params, body: updateCommentSchema }, (call) =>
  updateComment(call.services, call.actor, call.params, call.body),
);

export const DELETE = route({ params }, (call) => deleteComment(call.services, call.actor, call.params));
