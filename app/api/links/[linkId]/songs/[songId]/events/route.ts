import { openVisitStream, type VisitStream } from "@/lib/domains/links/visiting/live/reads";
import { linkSongPathSchema } from "@/lib/domains/links/visiting/schema";
import { readVisitor } from "@/lib/http/guest-cookie";
import { route } from "@/lib/http/route";
import { openEvents, refuseHead, type SseMessage } from "@/lib/http/sse";

export const dynamic = "force-dynamic";

/** Says when to look again, and at its end that the link is another or over. */
export const GET = route({ params: linkSongPathSchema }, async ({ services, request, params }) => {
  const visitor = readVisitor(services, request, params.linkId);
  return openEvents({ services, request, actor: null }, async () => {
    const stream = await openVisitStream(services, visitor, params.songId, null);
    return { messages: tellStream(stream), close: stream.leave };
  });
});

export const HEAD = refuseHead;

async function* tellStream({ ready, events }: VisitStream): AsyncGenerator<SseMessage, void> {
  yield { event: "ready", data: JSON.stringify({ head: ready.head }) };
  for await (const { part } of events) yield { event: "changed", data: JSON.stringify({ part }) };
  yield { event: "over", data: "{}" };
}
