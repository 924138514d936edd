import { z } from "zod";
import { briefPathSchema, briefStreamQuerySchema } from "@/lib/domains/briefs/schema";
import { type BriefStream, openBriefStream } from "@/lib/domains/briefs/streaming/reads";
import { route } from "@/lib/http/route";
import { openEvents, refuseHead, type SseMessage } from "@/lib/http/sse";

const headerSchema = z.coerce.number().int().min(0);

/** The newest answer as it is written; see docs/streams.md. `Last-Event-ID` wins over `?after=`. */
export const GET = route(
  { params: briefPathSchema, query: briefStreamQuerySchema },
  async ({ services, actor, params, query, request }) => {
    const seen = headerSchema.safeParse(request.headers.get("last-event-id") || undefined);
    return openEvents({ services, request, actor }, async () => {
      const stream = await openBriefStream(services, actor, params, seen.data ?? query.after ?? null);
      return { messages: tellBrief(stream), close: stream.leave };
    });
  },
);

export const HEAD = refuseHead;

async function* tellBrief({ messages }: BriefStream): AsyncGenerator<SseMessage, void> {
  for await (const { seq, type, json } of messages) {
    yield { event: type, data: json, ...(seq === null ? {} : { id: String(seq) }) };
  }
}
