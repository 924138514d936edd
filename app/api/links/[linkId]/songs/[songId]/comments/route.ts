import { commentListQuerySchema, createCommentSchema } from "@/lib/domains/comments/schema";
import { commentByLink } from "@/lib/domains/links/visiting/commands";
import { readVisitComments } from "@/lib/domains/links/visiting/reads";
import { linkSongPathSchema } from "@/lib/domains/links/visiting/schema";
import { readVisitor } from "@/lib/http/guest-cookie";
import { created, route } from "@/lib/http/route";

const params = linkSongPathSchema;

export const GET = route({ params, query: commentListQuerySchema }, ({ services, request, params, query }) =>
  readVisitComments(services, readVisitor(services, request, params.linkId), params, query),
);

/** Under the guest's name, or as oneself for a member who is signed in. */
export const POST = route({ params, body: createCommentSchema }, async ({ services, actor, request, params, body }) =>
  created(await commentByLink(services, readVisitor(services, request, params.linkId), actor, params.songId, body)),
);
