import { endSessionsSchema, helpedPersonSchema } from "@/lib/domains/accounts/helping/schema";
import { auditFileQuerySchema, auditPageSchema, auditQuerySchema } from "@/lib/domains/operations/auditing/schema";
import { changedFailuresSchema, changeFailuresSchema, failuresSchema } from "@/lib/domains/operations/failing/schema";
import { changePausingSchema, pausingSchema } from "@/lib/domains/operations/pausing/schema";
import { repairsSchema } from "@/lib/domains/operations/repairing/schema";
import { storyQuerySchema, storySchema } from "@/lib/domains/operations/story/schema";
import { quotaSchema, setQuotaSchema } from "@/lib/domains/uploads/quota/schema";
import type { Operation } from "./openapi-operation";

/** What administrators do, and what was done. */
export const ACTS_OPERATIONS: readonly Operation[] = [
  {
    ...{ method: "get", path: "/api/operations/audit", access: "person" },
    summary: "For administrators: every act of an administrator, newest first",
    query: auditQuerySchema,
    answer: { status: 200, json: auditPageSchema },
    problems: [403],
  },
  {
    ...{ method: "get", path: "/api/operations/audit/file", access: "person" },
    summary: "For administrators: the same as a file, as CSV or as JSON lines",
    query: auditFileQuerySchema,
    answer: { status: 200, media: "application/octet-stream" },
    problems: [403],
  },
  {
    ...{ method: "get", path: "/api/operations/functions", access: "person" },
    summary: "For administrators: functions of the queue that may be held up, and what waits for them",
    answer: { status: 200, json: pausingSchema },
    problems: [403],
  },
  {
    ...{ method: "post", path: "/api/operations/functions/{functionId}", access: "person" },
    summary: "For administrators: hold a function up, or let it go on; what waits keeps its place",
    body: changePausingSchema,
    answer: { status: 200, json: pausingSchema },
  },
  {
    ...{ method: "get", path: "/api/operations/repairs", access: "person" },
    summary: "For administrators: what mended itself today and in the last seven days, by kind",
    answer: { status: 200, json: repairsSchema },
    problems: [403],
  },
  {
    ...{ method: "get", path: "/api/operations/story", access: "person" },
    summary: "For administrators: all that is known of an upload, by its id, its version's, or that of a request",
    query: storyQuerySchema,
    answer: { status: 200, json: storySchema },
    problems: [403, 404],
  },
  {
    ...{ method: "get", path: "/api/operations/failed-work", access: "person" },
    summary: "For administrators: work that failed for good, with the reasons",
    answer: { status: 200, json: failuresSchema },
    problems: [403],
  },
  {
    ...{ method: "post", path: "/api/operations/failed-work", access: "person" },
    summary: "For administrators: begin failed work anew, one or all of a kind, or take it off the list",
    body: changeFailuresSchema,
    answer: { status: 200, json: changedFailuresSchema },
    problems: [404, 409],
  },
  {
    ...{ method: "post", path: "/api/operations/people/{accountId}/sign-out", access: "person" },
    summary: "For administrators: end all sessions of a person, and their API tokens if wanted",
    body: endSessionsSchema,
    answer: { status: 200, json: helpedPersonSchema },
  },
  {
    ...{ method: "post", path: "/api/operations/people/{accountId}/invites", access: "person" },
    summary: "For administrators: turn the invites that wait for a verified person into access",
    answer: { status: 200, json: helpedPersonSchema },
    problems: [409],
  },
  {
    ...{ method: "put", path: "/api/operations/people/{accountId}/quota", access: "person" },
    summary: "For administrators: how much all projects of a person may hold together; null: as configured",
    body: setQuotaSchema,
    answer: { status: 200, json: quotaSchema },
  },
  {
    ...{ method: "put", path: "/api/operations/projects/{projectId}/quota", access: "person" },
    summary: "For administrators: how much a project may hold; null: as configured",
    body: setQuotaSchema,
    answer: { status: 200, json: quotaSchema },
  },
  {
    ...{ method: "post", path: "/api/operations/invites/{inviteId}/mail", access: "person" },
    summary: "For administrators: mail an invite again in its inviter's place",
    answer: { status: 204 },
    problems: [410, 429],
  },
];
