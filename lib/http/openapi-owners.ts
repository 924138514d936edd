import { z } from "zod";
import { askDeletionSchema, leavingSchema } from "@/lib/domains/accounts/leaving/schema";
import { verifySchema } from "@/lib/domains/accounts/schema";
import { offerProjectSchema } from "@/lib/domains/projects/handover/schema";
import { projectSchema } from "@/lib/domains/projects/schema";
import type { Operation } from "./openapi-operation";

const OFFER = "/api/projects/{projectId}/offer";

/** Who owns a project, and what becomes of it when they go. */
export const OWNER_OPERATIONS: readonly Operation[] = [
  {
    ...{ method: "put", path: OFFER, access: "person", summary: "Ask a member whether they want to own the project" },
    body: offerProjectSchema,
    answer: { status: 200, json: projectSchema },
  },
  {
    ...{ method: "delete", path: OFFER, access: "person", summary: "Take the offer back, or say no to it" },
    answer: { status: 204 },
    problems: [409],
  },
  {
    ...{ method: "post", path: `${OFFER}/accept`, access: "person" },
    summary: "Own the project that one was offered, or that lost its owner",
    answer: { status: 200, json: projectSchema },
    problems: [409, 410],
  },
  {
    ...{ method: "get", path: "/api/account/deletion", access: "person" },
    summary: "What there is to decide on before one's account can be deleted",
    answer: { status: 200, json: leavingSchema },
  },
  {
    ...{ method: "post", path: "/api/account/deletion", access: "person" },
    summary: "Decide what becomes of one's projects, and mail the link that deletes the account",
    body: askDeletionSchema,
    answer: { status: 202, json: z.object({ status: z.literal("mailed") }) },
    problems: [429],
  },
  {
    ...{ method: "post", path: "/api/accounts/deletion", access: "anybody", summary: "Delete the account" },
    body: verifySchema,
    answer: { status: 204 },
    problems: [409, 410, 429],
  },
];
