import { type NoticeStream, openNoticeStream } from "@/lib/domains/notifications/live/reads";
import { noticeEventsQuerySchema } from "@/lib/domains/notifications/live/schema";
import { route } from "@/lib/http/route";
import { refuseHead, type SseMessage, streamEvents } from "@/lib/http/sse";

export const dynamic = "force-dynamic";

/** That something of one's own notices is another. Who has the state of `Last-Event-ID` or `?after=` is not told it again. */
export const GET = route({ query: noticeEventsQuerySchema }, async ({ services, actor, query, request }) => {
  const after = request.headers.get("last-event-id") ?? query.after ?? null;
  const stream = await openNoticeStream(services, actor);
  return streamEvents(services, request, { messages: tellStream(stream, after), close: stream.leave });
});

export const HEAD = refuseHead;

async function* tellStream({ events }: NoticeStream, after: string | null): AsyncGenerator<SseMessage, void> {
  for await (const { state } of events) {
    if (state !== after) yield { event: "notices.changed", id: state, data: JSON.stringify({ state }) };
  }
}
