import { z } from "zod";
import { openVisitPeaks } from "@/lib/domains/links/visiting/reads";
import { linkVersionPathSchema } from "@/lib/domains/links/visiting/schema";
import { readVisitor } from "@/lib/http/guest-cookie";
import { route } from "@/lib/http/route";
import { answerUnchanging } from "@/lib/http/unchanging";

const query = z.object({ layer: z.enum(["peaks", "rms"]).default("peaks") });

export const GET = route({ params: linkVersionPathSchema, query }, async (call) => {
  const visitor = readVisitor(call.services, call.request, call.params.linkId);
  const peaks = await openVisitPeaks(call.services, visitor, call.params, call.query.layer);
  return answerUnchanging(call.request, { ...peaks, contentType: "application/octet-stream" });
});
