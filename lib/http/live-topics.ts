import type { PersonActor } from "@/lib/access/actor";
import { AppError, type ErrorCode } from "@/lib/core/errors";
import type { TopicKind, TopicRequest } from "@/lib/core/live-topics";
import { createSlots } from "@/lib/core/slots";
import { openProjectStream } from "@/lib/domains/activity/project-live/reads";
import { openSongStream } from "@/lib/domains/activity/reads";
import { openVisitStream } from "@/lib/domains/links/visiting/live/reads";
import { openNoticeStream } from "@/lib/domains/notifications/live/reads";
import { mergeStreams } from "@/lib/live/merge-streams";
import type { Services } from "@/lib/services";
import { readVisitor } from "./guest-cookie";
import type { SseMessage, SseSource } from "./sse";

interface Asker {
  services: Services;
  request: Request;
  actor: PersonActor | null;
}

/** An event of a topic, and where its reader is with it. */
interface TopicEvent {
  type: string;
  cursor: string;
  json: string;
}

interface OpenedTopic {
  cursor: string;
  hasGap: boolean;
  events: AsyncGenerator<TopicEvent, void>;
  leave: () => void;
}

type Open = (asker: Asker, ids: string[], after: string | null) => Promise<OpenedTopic>;

const OPENERS: Record<TopicKind, Open> = {
  song: async ({ services, actor }, [projectId = "", songId = ""], after) => {
    const { ready, events, leave } = await openSongStream(services, actor, { projectId, songId }, toNumber(after));
    const told = map(events, ({ seq, type, json }) => ({ type, cursor: String(seq), json }));
    return { cursor: String(ready.resumedFrom), hasGap: ready.hasGap, events: told, leave };
  },
  project: async ({ services, actor }, [projectId = ""], after) => {
    const { ready, events, leave } = await openProjectStream(services, actor, projectId, after);
    const told = map(events, ({ state, parts }) => toState("project.changed", state, { state, parts }));
    return { cursor: ready.state, hasGap: ready.hasGap, events: told, leave };
  },
  notices: async ({ services, actor }, _, after) => {
    const { ready, events, leave } = await openNoticeStream(services, actor, after);
    const told = map(events, ({ state }) => toState("notices.changed", state, { state }));
    return { cursor: ready.state, hasGap: ready.hasGap, events: told, leave };
  },
  visit: async ({ services, request }, [linkId = "", songId = ""], after) => {
    const visitor = readVisitor(services, request, linkId);
    const { ready, events, leave } = await openVisitStream(services, visitor, songId, toNumber(after));
    const told = map(events, ({ seq, part }) => toState("visit.changed", String(seq), { part }));
    return { cursor: String(ready.resumedFrom), hasGap: ready.hasGap, events: told, leave };
  },
};

/** The right to it is gone or another one now, or the thing itself is gone: who asks again learns which. */
const OVER = { reason: "over", detail: "It can't be followed any more as it was. Ask for it again." };
/** Topics of one stream that are opened at the same time. */
const OPENED_AT_ONCE = 4;
/** A topic that is refused for one of these ends alone; after anything else the whole stream is asked for again. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set(["unauthenticated", "forbidden", "not_found", "gone"]);

/**
 * Opens every topic that may be followed, as one source. First each tells `ready`, then what happens, then `ended`, alone.
 * @throws what keeps the stream from being opened at all, such as a database that is away.
 */
export async function openTopics(asker: Asker, topics: TopicRequest[]): Promise<SseSource> {
  const withSlot = createSlots(OPENED_AT_ONCE);
  const opened = await Promise.allSettled(
    topics.map((topic) => withSlot(() => OPENERS[topic.kind](asker, topic.ids, topic.after))),
  );
  const close = () => {
    for (const one of opened) if (one.status === "fulfilled") one.value.leave();
  };
  const sources: AsyncGenerator<SseMessage, void>[] = [];
  for (const [at, one] of opened.entries()) {
    const topic = topics[at]?.name ?? "";
    if (one.status === "fulfilled") sources.push(tellTopic(topic, one.value));
    else if (isRefusal(one.reason)) sources.push(tellRefusal(topic, one.reason));
    else {
      close();
      throw one.reason;
    }
  }
  return { messages: mergeStreams(sources), close };
}

async function* tellTopic(topic: string, { cursor, hasGap, events }: OpenedTopic): AsyncGenerator<SseMessage, void> {
  yield { event: "ready", id: `${topic}@${cursor}`, data: JSON.stringify({ topic, cursor, hasGap }) };
  const name = JSON.stringify(topic);
  for await (const { type, cursor, json } of events) {
    // What happened is JSON already, written once for all who follow.
    const data = `{"topic":${name},"cursor":${JSON.stringify(cursor)},"type":${JSON.stringify(type)},"data":${json}}`;
    yield { event: "told", id: `${topic}@${cursor}`, data };
  }
  yield { event: "ended", data: JSON.stringify({ topic, isRefused: false, ...OVER }) };
}

async function* tellRefusal(topic: string, { reason, message }: AppError): AsyncGenerator<SseMessage, void> {
  yield { event: "ended", data: JSON.stringify({ topic, isRefused: true, reason, detail: message }) };
}

function isRefusal(error: unknown): error is AppError {
  return error instanceof AppError && REFUSALS.has(error.code);
}

function toNumber(after: string | null): number | null {
  return after === null ? null : Number(after);
}

function toState(type: string, cursor: string, data: object): TopicEvent {
  return { type, cursor, json: JSON.stringify(data) };
}

async function* map<A, B>(source: AsyncGenerator<A, void>, change: (value: A) => B): AsyncGenerator<B, void> {
  for await (const value of source) yield change(value);
}
