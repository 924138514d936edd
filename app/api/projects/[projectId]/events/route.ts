import { projectPathSchema } from "@/lib/core/http-schema";
import { openProjectStream, type ProjectStream } from "@/lib/domains/activity/project-live/reads";
import { projectEventsQuerySchema } from "@/lib/domains/activity/project-live/schema";
import { route } from "@/lib/http/route";
import { openEvents, refuseHead, type SseMessage } from "@/lib/http/sse";

export const dynamic = "force-dynamic";

/** That something of a project is another. `Last-Event-ID`, which a browser sends when it comes back, wins over `?after=`. */
export const GET = route(
  { params: projectPathSchema, query: projectEventsQuerySchema },
  async ({ services, actor, params, query, request }) => {
    const after = request.headers.get("last-event-id") ?? query.after ?? null;
    return openEvents({ services, request, actor }, async () => {
      const stream = await openProjectStream(services, actor, params.projectId, after);
      return { messages: tellStream(stream), close: stream.leave };
    });
  },
);

export const HEAD = refuseHead;

async function* tellStream({ ready, events }: ProjectStream): AsyncGenerator<SseMessage, void> {
  yield { event: "ready", id: ready.state, data: JSON.stringify(ready) };
  for await (const { state, parts } of events) {
    yield { event: "project.changed", id: state, data: JSON.stringify({ state, parts }) };
  }
}
