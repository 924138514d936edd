import { z } from "zod";
import { parseTopics } from "@/lib/core/live-topics";
import { openTopics } from "@/lib/http/live-topics";
import { route } from "@/lib/http/route";
import { openEvents, refuseHead } from "@/lib/http/sse";

export const dynamic = "force-dynamic";

const querySchema = z.object({ topics: z.string() });

/**
 * Everything that a browser follows, over one stream (docs/live.md). `Last-Event-ID` is the topic that was told of last, with
 * its cursor, which wins over the one in `?topics=`; what the others told since is told again.
 */
export const GET = route({ query: querySchema }, async ({ services, actor, query, request }) => {
  const topics = parseTopics(query.topics);
  const [name, cursor] = request.headers.get("last-event-id")?.split("@") ?? [];
  const resumed = topics.map((topic) =>
    topic.name === name && cursor !== undefined ? (parseTopics(`${name}@${cursor}`)[0] ?? topic) : topic,
  );
  return openEvents({ services, request, actor }, () => openTopics({ services, request, actor }, resumed));
});

export const HEAD = refuseHead;
