import { AppError } from "./errors";

/** What a tab's live stream can carry, and by how many ids each is named. */
const ID_COUNTS = { song: 2, project: 1, notices: 0, visit: 2 } as const;

export type TopicKind = keyof typeof ID_COUNTS;

/** One topic of a tab's live stream: `name` as it stands in events, `after` where the reader is, null for "from now on". */
export interface TopicRequest {
  name: string;
  kind: TopicKind;
  ids: string[];
  after: string | null;
}

/** So many fit into an address that every proxy takes. */
export const MAX_TOPICS = 64;

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const CURSOR = /^[\w.-]{0,200}$/;

/** `song:<projectId>:<songId>`, `project:<projectId>`, `notices`, or `visit:<linkId>:<songId>` for a guest of a link. */
export function nameTopic(kind: TopicKind, ...ids: string[]): string {
  return [kind, ...ids].join(":");
}

/** Names with their cursors as `?topics=` takes them. */
export function writeTopics(topics: Iterable<readonly [string, string | null]>): string {
  return [...topics].map(([name, after]) => (after === null ? name : `${name}@${after}`)).join(",");
}

/** Reads `?topics=`. One that is named twice counts once. @throws AppError invalid_input that names the topic at fault. */
export function parseTopics(text: string): TopicRequest[] {
  const topics = new Map(
    text
      .split(",")
      .map((part) => parseTopic(part))
      .map((topic) => [topic.name, topic]),
  );
  if (topics.size > MAX_TOPICS)
    throw badTopics(`More than ${MAX_TOPICS} topics don't fit one stream. Open a second one.`);
  return [...topics.values()];
}

function parseTopic(part: string): TopicRequest {
  const [name = "", after = null, ...more] = part.split("@");
  const [kind = "", ...ids] = name.split(":");
  const isNamed = isKind(kind) && ids.length === ID_COUNTS[kind] && ids.every((id) => ID.test(id)) && more.length === 0;
  const isPlaced = after === null || (CURSOR.test(after) && (!isNumbered(kind) || /^\d{1,9}$/.test(after)));
  if (isKind(kind) && isNamed && isPlaced) return { name, kind, ids, after };
  throw badTopics(
    `"${part.slice(0, 100)}" is no topic. Write song:<projectId>:<songId>@<number>, project:<id>@<state>, …`,
  );
}

function isKind(kind: string): kind is TopicKind {
  return Object.hasOwn(ID_COUNTS, kind);
}

/** Topics whose cursor is a number of events. */
function isNumbered(kind: string): boolean {
  return kind === "song" || kind === "visit";
}

function badTopics(message: string): AppError {
  return new AppError("invalid_input", "bad_field", `topics: ${message}`, { fields: [{ field: "topics", message }] });
}
