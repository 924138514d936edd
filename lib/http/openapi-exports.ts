import { pageQuerySchema, pageSchema } from "@/lib/core/http-schema";
import { askReportSchema, reportSchema } from "@/lib/domains/activity/report/schema";
import { exportCommentsSchema, exportProjectSchema, exportSchema } from "@/lib/domains/exports/schema";
import type { Operation } from "./openapi-operation";

const access = "person";
const PROJECT = "/api/projects/{projectId}";
const EXPORT = "/api/exports/{exportId}";

/** What is taken out as files. */
export const EXPORT_OPERATIONS: readonly Operation[] = [
  {
    ...{ method: "post", path: `${PROJECT}/songs/{songId}/versions/{versionId}/exports`, access },
    summary:
      "Have the comments of a version made into a file for another tool; an equal request that goes on is shared",
    body: exportCommentsSchema,
    answer: { status: 201, json: exportSchema },
    problems: [409],
  },
  {
    ...{ method: "post", path: `${PROJECT}/exports`, access },
    summary: "Have all of a project made into one archive with a page that plays it offline",
    body: exportProjectSchema,
    answer: { status: 201, json: exportSchema },
    problems: [409],
  },
  {
    ...{ method: "post", path: `${PROJECT}/reports`, access },
    summary: "Have a report made of what happened in a project: a table, and figures for a page",
    body: askReportSchema,
    answer: { status: 201, json: exportSchema },
    problems: [409],
  },
  {
    ...{ method: "post", path: "/api/reports", access },
    summary: "Have the same made of everything that one may open",
    body: askReportSchema,
    answer: { status: 201, json: exportSchema },
    problems: [403, 409],
  },
  {
    ...{ method: "get", path: `${EXPORT}/report`, access, summary: "What a report of one's own comes to" },
    answer: { status: 200, json: reportSchema },
    problems: [409, 410],
  },
  {
    ...{ method: "get", path: "/api/exports", access, summary: "One's own exports, the newest first" },
    query: pageQuerySchema,
    answer: { status: 200, json: pageSchema(exportSchema) },
  },
  {
    ...{ method: "get", path: EXPORT, access, summary: "How far an export of one's own is" },
    answer: { status: 200, json: exportSchema },
  },
  {
    ...{ method: "delete", path: EXPORT, access, summary: "Take an export off the list, with its file" },
    answer: { status: 204 },
  },
  {
    ...{ method: "post", path: `${EXPORT}/cancel`, access, summary: "End one that waits or is being made" },
    answer: { status: 200, json: exportSchema },
    problems: [409],
  },
  {
    ...{
      method: "post",
      path: `${EXPORT}/again`,
      access,
      summary: "Make one anew that expired, failed or was cancelled",
    },
    answer: { status: 200, json: exportSchema },
    problems: [403, 409],
  },
  {
    ...{
      method: "get",
      path: `${EXPORT}/download`,
      access,
      summary: "Leads to the file under its own name, for an hour",
    },
    answer: { status: 302 },
    problems: [403, 409, 410],
  },
];
