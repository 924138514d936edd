import { z } from "zod";
import { versionPathSchema } from "@/lib/core/http-schema";
import { openPeaks } from "@/lib/domains/versions/reads";
import { route } from "@/lib/http/route";

const query = z.object({ layer: z.enum(["peaks", "rms"]).default("peaks") });

/** The waveform as audiowaveform's binary `.dat`; `?layer=rms` answers one byte a pixel. It never changes. */
export const GET = route({ params: versionPathSchema, query }, async (call) => {
  const { etag, load } = await openPeaks(call.services, call.actor, call.params, call.query.layer);
  const headers = { etag, "cache-control": "private, max-age=31536000, immutable" };
  const known = call.request.headers.get("if-none-match")?.split(",") ?? [];
  if (known.some((tag) => tag.trim() === etag)) return new Response(null, { status: 304, headers });
  const bytes = new Uint8Array(await load());
  return new Response(bytes, { headers: { ...headers, "content-type": "application/octet-stream" } });
});
