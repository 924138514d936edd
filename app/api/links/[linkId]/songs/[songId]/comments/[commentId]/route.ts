import { updateCommentSchema } from "@/lib/domains/comments/schema";
import { changeByLink, takeBackByLink } from "@/lib/domains/links/visiting/commands";
import { linkCommentPathSchema } from "@/lib/domains/links/visiting/schema";
import { readVisitor } from "@/lib/http/guest-cookie";
import { route } from "@/lib/http/route";

const params = linkCommentPathSchema;

/** Changes a comment or a reply of one's own; answers the thread. */
export const PATCH = route({ params, body: updateCommentSchema }, ({ services, actor, request, params: path, body }) =>
  changeByLink(services, readVisitor(services, request, path.linkId), actor, path, body),
);

export const DELETE = route({ params }, ({ services, actor, request, params: path }) =>
  takeBackByLink(services, readVisitor(services, request, path.linkId), actor, path),
);
