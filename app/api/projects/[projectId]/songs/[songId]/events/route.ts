import { z } from "zod";
import { songPathSchema } from "@/lib/core/http-schema";
import { openSongStream, type SongStream } from "@/lib/domains/activity/reads";
import { route } from "@/lib/http/route";
import { openEvents, refuseHead, type SseMessage } from "@/lib/http/sse";

export const dynamic = "force-dynamic";

const querySchema = z.object({ after: z.coerce.number().int().min(0).optional() });
const headerSchema = z.coerce.number().int().min(0);

/** A song's live events. `Last-Event-ID`, which a browser sends when it comes back, wins over `?after=`. */
export const GET = route(
  { params: songPathSchema, query: querySchema },
  async ({ services, actor, params, query, request }) => {
    const seen = headerSchema.safeParse(request.headers.get("last-event-id") || undefined);
    return openEvents({ services, request, actor }, async () => {
      const stream = await openSongStream(services, actor, params, seen.data ?? query.after ?? null);
      return { messages: tellStream(stream), close: stream.leave };
    });
  },
);

export const HEAD = refuseHead;

async function* tellStream({ ready, events }: SongStream): AsyncGenerator<SseMessage, void> {
  yield { event: "ready", id: String(ready.resumedFrom), data: JSON.stringify(ready) };
  for await (const { seq, type, json } of events) yield { event: type, id: String(seq), data: json };
}
