import { z } from "zod";
import type { Problem } from "./problem";

type Verb = "get" | "post" | "put" | "patch" | "delete";

/** What a call that works answers: JSON, another medium, or nothing. */
export type Answer =
  | { status: 200 | 201 | 202; json: z.ZodType }
  | { status: 200; media: "text/event-stream" | "application/octet-stream" | "image/webp" }
  | { status: 204 | 302 };

/** One call of the API, described beside the schemas that its route parses with. */
export interface Operation {
  method: Verb;
  /** With `{name}` for what varies: an id, but for `{token}`. */
  path: `/api/${string}`;
  summary: string;
  /** `person`: a session or an API token; `anybody`: no credential is asked for. */
  access: "person" | "anybody";
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Bytes as they are, in place of `body`. */
  picture?: true;
  answer: Answer;
  /** Statuses that its own rules add to those every call of its shape may answer. */
  problems?: readonly (400 | 403 | 404 | 409 | 410 | 413 | 429)[];
}

/** RFC 9457 problem details, as every failure answers them. */
export const problemSchema = z.object({
  type: z.literal("about:blank"),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().meta({ description: "One sentence for a person, with the cure." }),
  code: z.enum([
    "invalid_input",
    "unauthenticated",
    "forbidden",
    "not_found",
    "conflict",
    "gone",
    "too_large",
    "rate_limited",
    "unavailable",
    "internal",
  ]),
  reason: z.string().meta({ description: "The case, for programs: stable, snake_case." }),
  requestId: z.string().meta({ description: "What to quote to an operator." }),
  fields: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
}) satisfies z.ZodType<Problem, unknown>;

/** Names of what varies in a path. */
export function listPathNames(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
}

/** Every status that a failing call may answer. */
export function listProblems(operation: Operation): number[] {
  // The database, which every call needs, may be busy or away.
  const found = new Set<number>([503, ...(operation.problems ?? [])]);
  if (operation.body || operation.picture) for (const status of [400, 413]) found.add(status);
  if (operation.query) found.add(400);
  // A change without a token comes from our own page or is refused.
  if (operation.method !== "get") found.add(403);
  if (operation.access === "person") found.add(401);
  if (operation.path.includes("{")) found.add(404);
  return [...found].sort();
}
