import { z } from "zod";
import { versionPathSchema } from "@/lib/core/http-schema";
import { openPeaks } from "@/lib/domains/versions/reads";
import { route } from "@/lib/http/route";
import { answerUnchanging } from "@/lib/http/unchanging";

const query = z.object({ layer: z.enum(["peaks", "rms"]).default("peaks") });

/** The waveform as audiowaveform's binary `.dat`; `?layer=rms` answers one byte a pixel. It never changes. */
export const GET = route({ params: versionPathSchema, query }, async (call) =>
  answerUnchanging(call.request, {
    ...(await openPeaks(call.services, call.actor, call.params, call.query.layer)),
    contentType: "application/octet-stream",
  }),
);
