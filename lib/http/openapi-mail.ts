import { helpedPeopleSchema, helpedPersonSchema, peopleQuerySchema } from "@/lib/domains/accounts/helping/schema";
import {
  changeMailSchema,
  liftSuppressionSchema,
  mailOverviewSchema,
  setMailLimitSchema,
  suppressionsQuerySchema,
  suppressionsSchema,
} from "@/lib/domains/operations/mail/schema";
import type { Operation } from "./openapi-operation";

/** What administrators see and do of the mail and for people. */
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
    ...{ method: "put", path: "/api/operations/mail/limit", access: "person" },
    summary: "For administrators: how many mails a day may go; null: as configured",
    body: setMailLimitSchema,
    answer: { status: 200, json: mailOverviewSchema },
    problems: [409],
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
  {
    ...{ method: "get", path: "/api/operations/people", access: "person" },
    summary: "For administrators: who has an address",
    query: peopleQuerySchema,
    answer: { status: 200, json: helpedPeopleSchema },
    problems: [403],
  },
  {
    ...{ method: "post", path: "/api/operations/people/{accountId}/verification", access: "person" },
    summary: "For administrators: verify an address in its owner's place; invites that waited become access",
    answer: { status: 200, json: helpedPersonSchema },
    problems: [403, 404],
  },
];
