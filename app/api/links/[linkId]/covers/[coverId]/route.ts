import { coverQuerySchema } from "@/lib/domains/covers/schema";
import { openVisitCover } from "@/lib/domains/links/visiting/reads";
import { linkCoverPathSchema } from "@/lib/domains/links/visiting/schema";
import { readVisitor } from "@/lib/http/guest-cookie";
import { route } from "@/lib/http/route";
import { answerUnchanging } from "@/lib/http/unchanging";

export const GET = route({ params: linkCoverPathSchema, query: coverQuerySchema }, async (call) => {
  const visitor = readVisitor(call.services, call.request, call.params.linkId);
  const cover = await openVisitCover(call.services, visitor, call.params.coverId, call.query.size);
  return answerUnchanging(call.request, { ...cover, contentType: "image/webp" });
});
