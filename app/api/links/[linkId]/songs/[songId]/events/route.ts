import { openVisitStream, type VisitStream } from "@/lib/domains/links/visiting/live/reads";
import { linkSongPathSchema } from "@/lib/domains/links/visiting/schema";
import { readVisitor } from "@/lib/http/guest-cookie";
import { route } from "@/lib/http/route";
import { refuseHead, type SseMessage, streamEvents } from "@/lib/http/sse";

export const dynamic = "force-dynamic";

/** Says when to look again, and at its end that the link is another or over. */
export const GET = route({ params: linkSongPathSchema }, async ({ services, request, params }) => {
  const visitor = readVisitor(services, request, params.linkId);
  const stream = await openVisitStream(services, visitor, params.songId);
  return streamEvents(services, request, { messages: tellStream(stream), close: stream.leave });
});

export const HEAD = refuseHead;

async function* tellStream({ ready, events }: VisitStream): AsyncGenerator<SseMessage, void> {
  yield { event: "ready", data: JSON.stringify(ready) };
  for await (const change of events) yield { event: "changed", data: JSON.stringify(change) };
  yield { event: "over", data: "{}" };
}
