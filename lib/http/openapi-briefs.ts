import {
  askTurnSchema,
  briefListSchema,
  briefSchema,
  briefStreamQuerySchema,
  checkItemSchema,
  makeBriefSchema,
} from "@/lib/domains/briefs/schema";
import type { Operation } from "./openapi-operation";

const access = "person";
const BRIEFS = "/api/projects/{projectId}/songs/{songId}/versions/{versionId}/briefs";
const BRIEF = `${BRIEFS}/{briefId}` as const;
const TURN = `${BRIEF}/turns/{turnId}` as const;
const answer = { status: 200, json: briefSchema } as const;

/** To-do lists made of a version's open notes. */
export const BRIEF_OPERATIONS: readonly Operation[] = [
  {
    ...{ method: "get", path: BRIEFS, access, summary: "Briefs of a version, the newest first" },
    answer: { status: 200, json: briefListSchema },
  },
  {
    ...{ method: "post", path: BRIEFS, access },
    summary: "Ask for a to-do list of the open notes; the same key answers the same one",
    body: makeBriefSchema,
    answer: { status: 201, json: briefSchema },
    problems: [409, 429],
  },
  { ...{ method: "get", path: BRIEF, access, summary: "A brief with its turns and newest to-do list" }, answer },
  {
    ...{ method: "delete", path: BRIEF, access, summary: "Delete a brief of one's own, or as an owner anybody's" },
    answer: { status: 204 },
  },
  {
    ...{ method: "get", path: `${BRIEF}/stream`, access },
    summary: "The newest answer as it is written, as server-sent events: docs/streams.md",
    query: briefStreamQuerySchema,
    answer: { status: 200, media: "text/event-stream" },
  },
  {
    ...{ method: "post", path: `${BRIEF}/turns`, access, summary: "Ask for a change of it; the same key asks once" },
    body: askTurnSchema,
    answer: { status: 201, json: briefSchema },
    problems: [409, 429],
  },
  { ...{ method: "post", path: `${TURN}/cancel`, access, summary: "Stop an answer that is being written" }, answer },
  {
    ...{ method: "post", path: `${TURN}/retry`, access, summary: "Try an answer again that failed or was stopped" },
    answer,
    problems: [409, 429],
  },
  {
    ...{ method: "put", path: `${BRIEF}/items/{itemId}/done`, access },
    summary: "Check a thing off for everybody, or open it again",
    body: checkItemSchema,
    answer,
  },
];
