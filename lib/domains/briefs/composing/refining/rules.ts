import { listTopics, type Topic, tokenize } from "../words/rules";

export const GROUPINGS = ["instrument", "time", "person"] as const;

/** How a to-do list is laid out: what all requests so far come to. */
export interface Layout {
  groupBy: (typeof GROUPINGS)[number];
  /** Steps from the usual length of words: -2 is the shortest. */
  length: number;
  /** Topics that alone are shown; null for all. */
  only: Topic[] | null;
  without: Topic[];
  /** The newest request was none that rules can follow. */
  isUnknown: boolean;
}

const USUAL: Layout = { groupBy: "instrument", length: 0, only: null, without: [], isUnknown: false };
const SHORTEST = -2;
const LONGEST = 1;

const GROUP =
  /\b(group|grouped|sort|sorted|order|by|nach|gruppier\w*|sortier\w*|agrupa\w*|ordena\w*|por|grouper|trier|par)\b/u;
const BY: [RegExp, Layout["groupBy"]][] = [
  [/\b(instrument\w*|topic\w*|part|parts|themen?|tema\w*|theme\w*)\b/u, "instrument"],
  [/\b(time|moment\w*|place|chronolog\w*|zeit|zeitlich|tiempo|temps|minute\w*)\b/u, "time"],
  [/\b(person\w*|people|name\w*|who|author\w*|leute|wer|gente|qui)\b/u, "person"],
];
const SHORTER = /\b(shorter|shorten|short|brief|briefer|kurzer|kurz|corto|corta|breve|court|courte|concise)\b/u;
const LONGER =
  /\b(longer|long|detailed|details?|more detail|langer|ausfuhrlich\w*|largo|larga|detalle\w*|detaille\w*)\b/u;
const ONLY = /\b(only|just|nur|solo|solamente|seulement|uniquement)\b/u;
const WITHOUT = /\b(without|except|hide|leave out|no|ohne|sin|sans|sauf)\b/u;
const EVERYTHING = /\b(everything|all|alles|todo|todos|tout|reset|start over)\b/u;

/** What some requests, oldest first, come to. Those that rules can't follow change nothing. */
export function readLayout(requests: readonly string[]): Layout {
  return requests.reduce<Layout>(readRequest, USUAL);
}

function readRequest(before: Layout, request: string): Layout {
  const tokens = tokenize(request);
  const text = tokens.join(" ");
  const changes = [readLength(text, before), readGrouping(text), readTopics(text, tokens)];
  const isUnknown = changes.every((change) => change === null);
  return changes.reduce<Layout>((layout, change) => ({ ...layout, ...change }), { ...before, isUnknown });
}

function readLength(text: string, { length }: Layout): Partial<Layout> | null {
  if (SHORTER.test(text)) return { length: Math.max(SHORTEST, length - 1) };
  return LONGER.test(text) ? { length: Math.min(LONGEST, length + 1) } : null;
}

function readGrouping(text: string): Partial<Layout> | null {
  if (!GROUP.test(text)) return null;
  const found = BY.find(([words]) => words.test(text));
  return found ? { groupBy: found[1] } : null;
}

function readTopics(text: string, tokens: string[]): Partial<Layout> | null {
  const topics = listTopics(tokens);
  if (topics.length > 0 && ONLY.test(text)) return { only: topics, without: [] };
  if (topics.length > 0 && WITHOUT.test(text)) return { only: null, without: topics };
  return EVERYTHING.test(text) ? { only: null, without: [] } : null;
}
