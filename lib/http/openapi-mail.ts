import {
  changeMailSchema,
  liftSuppressionSchema,
  mailOverviewSchema,
  suppressionsQuerySchema,
  suppressionsSchema,
} from "@/lib/domains/operations/mail/schema";
import type { Operation } from "./openapi-operation";

/** What administrators see and do of the mail. */
export const MAIL_OPERATIONS: readonly Operation[] = [
  {
    ...{ method: "get", path: "/api/operations/mail", access: "person" },
    summary: "For administrators: lanes, quota, the schedule, and what was not sent",
    answer: { status: 200, json: mailOverviewSchema },
    problems: [403],
  },
  {
    ...{ method: "post", path: "/api/operations/mail", access: "person" },
    summary: "For administrators: stop digests, account mail or both, or let them go on",
    body: changeMailSchema,
    answer: { status: 200, json: mailOverviewSchema },
    problems: [403],
  },
  {
    ...{ method: "get", path: "/api/operations/mail/suppressions", access: "person" },
    summary: "For administrators: addresses that get no mail, or no digests",
    query: suppressionsQuerySchema,
    answer: { status: 200, json: suppressionsSchema },
    problems: [403],
  },
  {
    ...{ method: "post", path: "/api/operations/mail/suppressions", access: "person" },
    summary: "For administrators: let mail go to an address again",
    body: liftSuppressionSchema,
    answer: { status: 204 },
    problems: [403, 404],
  },
];
