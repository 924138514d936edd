import { alertSchema, changeAlertSchema } from "@/lib/domains/operations/alerts/schema";
import { overviewSchema } from "@/lib/domains/operations/overview/schema";
import type { Operation } from "./openapi-operation";

/** What administrators see of Segno as a whole, and say to its alerts. */
export const PANEL_OPERATIONS: readonly Operation[] = [
  {
    ...{ method: "get", path: "/api/operations/overview", access: "person" },
    summary: "For administrators: the proof panel, each indicator with evidence and cure, as of one moment",
    answer: { status: 200, json: overviewSchema },
    problems: [403],
  },
  {
    ...{ method: "post", path: "/api/operations/alerts/{alertId}", access: "person" },
    summary: "For administrators: an alert was seen, or its kind is to be quiet for so many minutes",
    body: changeAlertSchema,
    answer: { status: 200, json: alertSchema },
    problems: [403, 404, 409],
  },
];
