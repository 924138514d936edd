import { type NoticeStream, openNoticeStream } from "@/lib/domains/notifications/live/reads";
import { noticeEventsQuerySchema } from "@/lib/domains/notifications/live/schema";
import { route } from "@/lib/http/route";
import { openEvents, refuseHead, type SseMessage } from "@/lib/http/sse";

export const dynamic = "force-dynamic";

/** That something of one's own notices is another. Who has the state of `Last-Event-ID` or `?after=` is not told it again. */
export const GET = route({ query: noticeEventsQuerySchema }, async ({ services, actor, query, request }) => {
  const after = request.headers.get("last-event-id") ?? query.after ?? null;
  return openEvents({ services, request, actor }, async () => {
    const stream = await openNoticeStream(services, actor, after);
    return { messages: tellStream(stream), close: stream.leave };
  });
});

export const HEAD = refuseHead;

async function* tellStream({ ready, events }: NoticeStream): AsyncGenerator<SseMessage, void> {
  if (ready.hasGap) yield toMessage(ready.state);
  for await (const { state } of events) yield toMessage(state);
}

function toMessage(state: string): SseMessage {
  return { event: "notices.changed", id: state, data: JSON.stringify({ state }) };
}
