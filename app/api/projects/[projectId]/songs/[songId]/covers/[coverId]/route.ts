import { openSongCover } from "@/lib/domains/covers/reads";
import { coverQuerySchema, songCoverPathSchema } from "@/lib/domains/covers/schema";
import { route } from "@/lib/http/route";
import { answerUnchanging } from "@/lib/http/unchanging";

/** A picture in WebP. It never changes: another cover has another id. */
export const GET = route({ params: songCoverPathSchema, query: coverQuerySchema }, async (call) =>
  answerUnchanging(call.request, {
    ...(await openSongCover(call.services, call.actor, call.params, call.query.size)),
    contentType: "image/webp",
  }),
);
