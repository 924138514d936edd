import { auditFileQuerySchema, auditPageSchema, auditQuerySchema } from "@/lib/domains/operations/auditing/schema";
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
];
