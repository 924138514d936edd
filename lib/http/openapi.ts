import { z } from "zod";
import {
  createDocument,
  type oas31,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiResponseObject,
} from "zod-openapi";
import { idSchema, personSchema } from "@/lib/core/http-schema";
import { accountSchema, apiTokenSchema } from "@/lib/domains/accounts/schema";
import { briefSchema, briefTurnSchema } from "@/lib/domains/briefs/schema";
import { commentSchema, replySchema } from "@/lib/domains/comments/schema";
import { notificationSchema } from "@/lib/domains/notifications/schema";
import { readinessSchema } from "@/lib/domains/operations/schema";
import { projectSchema } from "@/lib/domains/projects/schema";
import { inviteSchema, memberSchema } from "@/lib/domains/shares/schema";
import { songItemSchema, songSchema } from "@/lib/domains/songs/schema";
import { tagSchema } from "@/lib/domains/tags/schema";
import { orphanPageSchema, orphansQuerySchema } from "@/lib/domains/uploads/orphans/schema";
import { uploadSchema } from "@/lib/domains/uploads/schema";
import { sweepsSchema } from "@/lib/domains/uploads/sweeping/schema";
import { changeRemeasuringSchema, remeasuringSchema } from "@/lib/domains/versions/remeasuring/schema";
import { versionSchema } from "@/lib/domains/versions/schema";
import { ACTS_OPERATIONS } from "./openapi-acts";
import { BRIEF_OPERATIONS } from "./openapi-briefs";
import { EXPORT_OPERATIONS } from "./openapi-exports";
import { FILE_OPERATIONS } from "./openapi-files";
import { LINK_OPERATIONS } from "./openapi-links";
import { MAIL_OPERATIONS } from "./openapi-mail";
import { NOTICE_OPERATIONS } from "./openapi-notices";
import { type Answer, listPathNames, listProblems, type Operation, problemSchema } from "./openapi-operation";
import { OWNER_OPERATIONS } from "./openapi-owners";
import { PANEL_OPERATIONS } from "./openapi-panel";
import { PEOPLE_OPERATIONS } from "./openapi-people";
import { STUDIO_OPERATIONS } from "./openapi-studio";

const SERVICE_OPERATIONS: readonly Operation[] = [
  {
    ...{ method: "get", path: "/api/health/live", access: "anybody", summary: "The process answers" },
    answer: { status: 200, json: z.object({ status: z.literal("ok") }) },
  },
  {
    ...{ method: "get", path: "/api/health/ready", access: "anybody", summary: "Everything the process needs answers" },
    answer: { status: 200, json: readinessSchema },
  },
  {
    ...{ method: "get", path: "/api/operations/remeasuring", access: "person" },
    summary: "For administrators: how far measuring everything again is",
    answer: { status: 200, json: remeasuringSchema },
    problems: [403],
  },
  {
    ...{ method: "post", path: "/api/operations/remeasuring", access: "person" },
    summary: "For administrators: begin it, hold it up, or go on",
    body: changeRemeasuringSchema,
    answer: { status: 200, json: remeasuringSchema },
    problems: [403, 409],
  },
  {
    ...{ method: "get", path: "/api/operations/sweeps", access: "person" },
    summary: "For administrators: what the sweeper did in the last day",
    answer: { status: 200, json: sweepsSchema },
    problems: [403],
  },
  {
    ...{ method: "get", path: "/api/operations/orphans", access: "person" },
    summary: "For administrators: a page of storage, and what in it belongs to no upload; removes nothing",
    query: orphansQuerySchema,
    answer: { status: 200, json: orphanPageSchema },
    problems: [403],
  },
  {
    ...{ method: "get", path: "/api/live", access: "anybody" },
    summary: "Several live topics over one stream (server-sent events), each resumed from its own cursor",
    query: z.object({
      topics: z.string().meta({
        description:
          "song:<projectId>:<songId>@<number>, project:<projectId>@<state>, notices@<state>, visit:<linkId>:<songId>@<number>",
      }),
    }),
    answer: { status: 200, media: "text/event-stream" },
    problems: [429],
  },
  ...ACTS_OPERATIONS,
  ...MAIL_OPERATIONS,
  ...PANEL_OPERATIONS,
  ...OWNER_OPERATIONS,
  {
    ...{ method: "get", path: "/api/openapi.json", access: "anybody", summary: "This document" },
    answer: { status: 200, json: z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) }) },
  },
];

/** Every call of the API. A route without one here, or one here without a route, fails the contract's test. */
export const OPERATIONS: readonly Operation[] = [
  ...STUDIO_OPERATIONS,
  ...FILE_OPERATIONS,
  ...BRIEF_OPERATIONS,
  ...EXPORT_OPERATIONS,
  ...PEOPLE_OPERATIONS,
  ...NOTICE_OPERATIONS,
  ...LINK_OPERATIONS,
  ...SERVICE_OPERATIONS,
];

/** Shapes that recur, under the names by which the document refers to them. */
const SCHEMAS = {
  Account: accountSchema,
  ApiToken: apiTokenSchema,
  Brief: briefSchema,
  BriefTurn: briefTurnSchema,
  Comment: commentSchema,
  Invite: inviteSchema,
  Member: memberSchema,
  Notification: notificationSchema,
  Person: personSchema,
  Problem: problemSchema,
  Project: projectSchema,
  Reply: replySchema,
  Song: songSchema,
  SongItem: songItemSchema,
  Tag: tagSchema,
  Upload: uploadSchema,
  Version: versionSchema,
};

/** Told by content, whatever the header says. */
const PICTURES = { "image/jpeg": {}, "image/png": {}, "image/webp": {} };

const PROBLEM_TEXTS: Record<number, string> = {
  400: "The input can't be used; `fields` names what to change",
  401: "Nobody is signed in, or the token is not valid",
  403: "The role is too weak, the address is not verified, or the page is another site's",
  404: "There is no such thing, or it was not shared",
  409: "It is not in a state for this",
  410: "It was there and has ended",
  413: "The body is too large",
  429: "Too many tries; `Retry-After` says how long to wait",
  503: "Something that is needed is busy or does not answer; try again, after `Retry-After` where it is given",
};

/** The API as an OpenAPI 3.1 document, made from the schemas that the routes parse with. */
export function buildOpenApi(appUrl: string): oas31.OpenAPIObject {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describeOperation(operation) };
  }
  const document: ZodOpenApiObject = {
    openapi: "3.1.1",
    info: {
      title: "Segno",
      version: "1",
      description: "Songs in progress: upload takes, listen together, mark the moment. Failures are RFC 9457 problems.",
    },
    servers: [{ url: appUrl }],
    paths,
    components: {
      schemas: SCHEMAS,
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "A personal access token, `segno_…`" },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "segno-session",
          description: "`__Host-segno-session` on https",
        },
      },
    },
  };
  // Each shape that recurs is only answered, never taken, so its one name needs no second for output.
  return createDocument(document, { outputIdSuffix: "", override: ({ jsonSchema }) => trimSchema(jsonSchema) });
}

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** A format says what its pattern spells out, and every whole number is a safe one. */
function trimSchema(schema: JsonSchema): void {
  if (schema.format) delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}

function describeOperation(operation: Operation): ZodOpenApiOperationObject {
  const names = listPathNames(operation.path);
  const path = z.object(Object.fromEntries(names.map((name) => [name, name === "token" ? z.string() : idSchema])));
  const { answer, body, picture, query, summary } = operation;
  const problems = listProblems(operation).map((status) => [String(status), describeProblem(status)] as const);
  return {
    summary,
    operationId: nameOperation(operation),
    security: operation.access === "anybody" ? [] : [{ token: [] }, { session: [] }],
    requestParams: { ...(names.length > 0 ? { path } : {}), ...(query ? { query } : {}) },
    ...(body ? { requestBody: { required: true, content: { "application/json": { schema: body } } } } : {}),
    ...(picture ? { requestBody: { required: true, content: PICTURES } } : {}),
    responses: { [String(answer.status)]: describeAnswer(answer), ...Object.fromEntries(problems) },
  };
}

function nameOperation({ method, path }: Operation): string {
  const words = path
    .replace("/api/", "")
    .replaceAll(/[{}.]/g, " ")
    .split(/[/ -]+/)
    .filter(Boolean);
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

function describeAnswer(answer: Answer): ZodOpenApiResponseObject {
  if ("json" in answer) return { description: "Done", content: { "application/json": { schema: answer.json } } };
  if ("media" in answer) return { description: "Done", content: { [answer.media]: {} } };
  return { description: answer.status === 302 ? "At the address in `Location`" : "Done; there is nothing to say" };
}

function describeProblem(status: number): ZodOpenApiResponseObject {
  const content = { "application/problem+json": { schema: problemSchema } };
  return { description: PROBLEM_TEXTS[status] ?? "It failed", content };
}
