import { z } from "zod";
import { identitySchema } from "@/lib/domains/accounts/linking/schema";
import {
  accountSchema,
  apiTokenSchema,
  askAgainSchema,
  changeAddressSchema,
  changePasswordSchema,
  createdApiTokenSchema,
  createTokenSchema,
  sessionSchema,
  setPasswordSchema,
  signUpSchema,
  updateAccountSchema,
  verifySchema,
} from "@/lib/domains/accounts/schema";
import { unsubscribeSchema } from "@/lib/domains/digests/schema";
import {
  acceptedInviteSchema,
  acceptInviteSchema,
  createdShareSchema,
  createShareSchema,
  inviteInfoSchema,
  inviteSchema,
  memberSchema,
  sharesQuerySchema,
  sharesSchema,
  updateShareSchema,
} from "@/lib/domains/shares/schema";
import { trashSchema } from "@/lib/domains/trash/schema";
import { storageUseSchema } from "@/lib/domains/uploads/quota/schema";
import type { Operation } from "./openapi-operation";

const SHARES = "/api/projects/{projectId}/shares";
/** The same for an address that is known and one that is not. */
const mailedSchema = z.object({ status: z.literal("mailed") });

const ACCOUNTS: Operation[] = [
  {
    ...{ method: "post", path: "/api/accounts", access: "anybody", summary: "Sign up; mails a link to verify" },
    body: signUpSchema,
    answer: { status: 202, json: mailedSchema },
    problems: [429],
  },
  {
    ...{ method: "post", path: "/api/accounts/verification", access: "anybody", summary: "Mail the link again" },
    body: askAgainSchema,
    answer: { status: 202, json: mailedSchema },
    problems: [429],
  },
  {
    ...{ method: "post", path: "/api/accounts/verify", access: "anybody", summary: "Verify an address" },
    body: verifySchema,
    answer: { status: 204 },
    problems: [410, 429],
  },
  {
    ...{ method: "post", path: "/api/accounts/reset", access: "anybody", summary: "Mail a link to set a new password" },
    body: askAgainSchema,
    answer: { status: 202, json: mailedSchema },
    problems: [429],
  },
  {
    ...{
      method: "post",
      path: "/api/accounts/password",
      access: "anybody",
      summary: "Set a password by a mailed link",
    },
    body: setPasswordSchema,
    answer: { status: 204 },
    problems: [410, 429],
  },
  {
    ...{ method: "get", path: "/api/account/storage", access: "person" },
    summary: "What the takes of one's own projects come to, and how much there may be",
    answer: { status: 200, json: storageUseSchema },
  },
  {
    ...{ method: "get", path: "/api/account", access: "person", summary: "One's own account" },
    answer: { status: 200, json: accountSchema },
  },
  {
    ...{
      method: "patch",
      path: "/api/account",
      access: "person",
      summary: "Change name, time zone, digest and quiet hours",
    },
    body: updateAccountSchema,
    answer: { status: 200, json: accountSchema },
  },
  {
    ...{ method: "post", path: "/api/account/password", access: "person" },
    summary: "Change the password; signs out everywhere else, and tells the address",
    body: changePasswordSchema,
    answer: { status: 204 },
    problems: [429],
  },
  {
    ...{ method: "post", path: "/api/account/address", access: "person" },
    summary: "Mail a link to a new address, and tell the present one",
    body: changeAddressSchema,
    answer: { status: 202, json: mailedSchema },
    problems: [429],
  },
  {
    ...{ method: "post", path: "/api/accounts/address", access: "anybody", summary: "Use the new address" },
    body: verifySchema,
    answer: { status: 204 },
    problems: [409, 410, 429],
  },
  {
    ...{ method: "get", path: "/api/account/identities", access: "person" },
    summary: "Providers that sign one in, beside the password",
    answer: { status: 200, json: z.object({ items: z.array(identitySchema) }) },
  },
  {
    ...{ method: "delete", path: "/api/account/identities/{identityId}", access: "person" },
    summary: "Take a provider from the ways that lead to one's account, unless it is the last",
    answer: { status: 204 },
    problems: [409],
  },
  {
    ...{ method: "get", path: "/api/sessions", access: "person", summary: "Where one is signed in" },
    answer: { status: 200, json: z.object({ items: z.array(sessionSchema) }) },
  },
  {
    ...{ method: "delete", path: "/api/sessions", access: "person", summary: "Sign out everywhere else" },
    answer: { status: 204 },
  },
  {
    ...{ method: "delete", path: "/api/sessions/{sessionId}", access: "person", summary: "Sign out somewhere" },
    answer: { status: 204 },
  },
  {
    ...{ method: "get", path: "/api/tokens", access: "person", summary: "One's own API tokens, without what signs in" },
    answer: { status: 200, json: z.object({ items: z.array(apiTokenSchema) }) },
  },
  {
    ...{ method: "post", path: "/api/tokens", access: "person" },
    summary: "Make an API token, by e-mail and password or as who one is; it is shown this once",
    body: createTokenSchema,
    answer: { status: 201, json: createdApiTokenSchema },
    problems: [429],
  },
  {
    ...{ method: "delete", path: "/api/tokens/{tokenId}", access: "person", summary: "End an API token" },
    answer: { status: 204 },
  },
];

const NEWS: Operation[] = [
  {
    ...{ method: "get", path: "/api/trash", access: "person", summary: "What one deleted and can still bring back" },
    answer: { status: 200, json: trashSchema },
  },
  {
    ...{
      method: "delete",
      path: "/api/trash",
      access: "person",
      summary: "Empty the trash of one's own projects for good",
    },
    answer: { status: 204 },
  },
  {
    ...{ method: "delete", path: "/api/trash/{itemId}", access: "person" },
    summary: "Delete something in the trash of one's own projects for good",
    answer: { status: 204 },
  },
  {
    ...{ method: "post", path: "/api/trash/{itemId}/restore", access: "person" },
    summary: "Bring a project, a song or a version back to where it was",
    answer: { status: 204 },
  },
  {
    ...{ method: "post", path: "/api/unsubscribe", access: "anybody", summary: "One click from a mail (RFC 8058)" },
    query: unsubscribeSchema,
    answer: { status: 204 },
    problems: [404],
  },
];

const SHARING: Operation[] = [
  {
    ...{ method: "get", path: SHARES, access: "person", summary: "Who may open the project, or one song of it" },
    query: sharesQuerySchema,
    answer: { status: 200, json: sharesSchema },
  },
  {
    ...{ method: "post", path: SHARES, access: "person", summary: "Share with a person by their address" },
    body: createShareSchema,
    answer: { status: 201, json: createdShareSchema },
    problems: [429],
  },
  {
    ...{ method: "patch", path: `${SHARES}/{shareId}`, access: "person" },
    summary: "A member's role, and whether a listener's or commenter's share includes files and earlier versions",
    body: updateShareSchema,
    answer: { status: 200, json: memberSchema },
    problems: [409],
  },
  {
    ...{ method: "delete", path: `${SHARES}/{shareId}`, access: "person" },
    summary: "Withdraw an invite or end a membership",
    answer: { status: 204 },
    problems: [409],
  },
  {
    ...{ method: "post", path: `${SHARES}/{shareId}/resend`, access: "person", summary: "Mail an invite again" },
    answer: { status: 200, json: inviteSchema },
    problems: [410, 429],
  },
  {
    ...{ method: "get", path: "/api/invites/{token}", access: "anybody", summary: "What an invite's link is for" },
    answer: { status: 200, json: inviteInfoSchema },
    problems: [429],
  },
  {
    ...{ method: "post", path: "/api/invites/accept", access: "person", summary: "Accept an invite by its link" },
    body: acceptInviteSchema,
    answer: { status: 200, json: acceptedInviteSchema },
    problems: [404, 410, 429],
  },
];

export const PEOPLE_OPERATIONS: readonly Operation[] = [...ACCOUNTS, ...NEWS, ...SHARING];
