import { z } from "zod";
import { pageSchema } from "@/lib/core/http-schema";
import {
  commentListQuerySchema,
  commentSchema,
  createCommentSchema,
  createReplySchema,
  updateCommentSchema,
} from "@/lib/domains/comments/schema";
import { coverQuerySchema } from "@/lib/domains/covers/schema";
import {
  accessRequestListSchema,
  accessRequestSchema,
  answerAccessSchema,
} from "@/lib/domains/links/asking/answering/schema";
import { askAccessSchema, askedAccessSchema } from "@/lib/domains/links/asking/schema";
import {
  blockGuestSchema,
  createLinkSchema,
  linkListSchema,
  linkSchema,
  linksQuerySchema,
  updateLinkSchema,
} from "@/lib/domains/links/schema";
import {
  enteredLinkSchema,
  enterLinkSchema,
  nameGuestSchema,
  visitSchema,
  visitSongSchema,
} from "@/lib/domains/links/visiting/schema";
import type { Operation } from "./openapi-operation";

const OWN = "/api/projects/{projectId}/links";
const LINK = "/api/links/{linkId}" as const;
const SONG = `${LINK}/songs/{songId}` as const;
const VERSION = `${SONG}/versions/{versionId}` as const;
const COMMENT = `${SONG}/comments/{commentId}` as const;

const OWNERS: Operation[] = [
  {
    ...{ method: "get", path: "/api/links", access: "person", summary: "Every link that one may look after" },
    answer: { status: 200, json: linkListSchema },
  },
  {
    ...{ method: "get", path: OWN, access: "person", summary: "Links to the project, or to one song of it" },
    query: linksQuerySchema,
    answer: { status: 200, json: linkListSchema },
    problems: [403],
  },
  {
    ...{ method: "post", path: OWN, access: "person", summary: "Make a link to songs or the whole project" },
    body: createLinkSchema,
    answer: { status: 201, json: linkSchema },
  },
  {
    ...{ method: "patch", path: `${OWN}/{linkId}`, access: "person" },
    summary: "Change what a link allows; it holds at once for who is inside",
    body: updateLinkSchema,
    answer: { status: 200, json: linkSchema },
  },
  {
    ...{ method: "delete", path: `${OWN}/{linkId}`, access: "person", summary: "End a link for everybody" },
    answer: { status: 204 },
  },
  {
    ...{ method: "patch", path: `${OWN}/{linkId}/guests/{guestId}`, access: "person" },
    summary: "Keep a guest out, or let them in again; answers the link",
    body: blockGuestSchema,
    answer: { status: 200, json: linkSchema },
  },
];

const REQUESTS: Operation[] = [
  {
    ...{ method: "get", path: "/api/access-requests", access: "person" },
    summary: "Who asks to be let in by a link, of all that one may share",
    answer: { status: 200, json: accessRequestListSchema },
  },
  {
    ...{ method: "post", path: "/api/access-requests/{requestId}/answer", access: "person" },
    summary: "Let them in with what the link allowed, or refuse and tell nobody",
    body: answerAccessSchema,
    answer: { status: 200, json: accessRequestSchema },
    problems: [409, 429],
  },
];

/** All but the first two want the cookie that entering has set; without it the link is not found. */
const GUESTS: Operation[] = [
  {
    ...{ method: "post", path: "/api/links/enter", access: "anybody" },
    summary: "Enter by a link; the cookie of the answer opens what it leads to",
    body: enterLinkSchema,
    answer: { status: 200, json: enteredLinkSchema },
    problems: [404, 429],
  },
  {
    ...{ method: "post", path: "/api/links/requests", access: "anybody" },
    summary: "Ask to be let in; the same answer whatever the token is",
    body: askAccessSchema,
    answer: { status: 202, json: askedAccessSchema },
    problems: [429],
  },
  {
    ...{ method: "get", path: LINK, access: "anybody", summary: "What a link leads to, for a guest" },
    answer: { status: 200, json: visitSchema },
  },
  {
    ...{ method: "patch", path: `${LINK}/guest`, access: "anybody", summary: "The name that a guest speaks under" },
    body: nameGuestSchema,
    answer: { status: 200, json: visitSchema },
  },
  {
    ...{ method: "get", path: `${LINK}/covers/{coverId}`, access: "anybody", summary: "A picture, for a guest" },
    query: coverQuerySchema,
    answer: { status: 200, media: "image/webp" },
  },
  {
    ...{ method: "get", path: SONG, access: "anybody", summary: "A song as a guest hears it" },
    answer: { status: 200, json: visitSongSchema },
  },
  {
    ...{ method: "get", path: `${SONG}/events`, access: "anybody", summary: "When a guest should look again" },
    answer: { status: 200, media: "text/event-stream" },
    problems: [429],
  },
  {
    ...{ method: "get", path: `${SONG}/comments`, access: "anybody", summary: "Comments, where the link takes them" },
    query: commentListQuerySchema,
    answer: { status: 200, json: pageSchema(commentSchema) },
    problems: [403],
  },
  {
    ...{ method: "post", path: `${SONG}/comments`, access: "anybody", summary: "Say something as a guest" },
    body: createCommentSchema,
    answer: { status: 201, json: commentSchema },
    problems: [409],
  },
  {
    ...{ method: "post", path: `${COMMENT}/replies`, access: "anybody", summary: "Answer a comment as a guest" },
    body: createReplySchema,
    answer: { status: 201, json: commentSchema },
    problems: [403, 409],
  },
  {
    ...{ method: "patch", path: COMMENT, access: "anybody", summary: "Change a guest's own words; answers the thread" },
    body: updateCommentSchema,
    answer: { status: 200, json: commentSchema },
    problems: [403, 409],
  },
  {
    ...{ method: "delete", path: COMMENT, access: "anybody", summary: "Take back a guest's own words" },
    answer: { status: 204 },
    problems: [403, 409],
  },
  {
    ...{ method: "get", path: `${VERSION}/peaks`, access: "anybody", summary: "The waveform, for a guest" },
    query: z.object({ layer: z.enum(["peaks", "rms"]).default("peaks") }),
    answer: { status: 200, media: "application/octet-stream" },
    problems: [409, 410],
  },
  {
    ...{ method: "get", path: `${VERSION}/preview`, access: "anybody" },
    summary: "Leads a guest to what is listened to, for a quarter of an hour",
    answer: { status: 302 },
    problems: [409],
  },
  {
    ...{ method: "post", path: `${VERSION}/plays`, access: "anybody" },
    summary: "Says that a guest has listened, once a listening",
    answer: { status: 204 },
  },
  {
    ...{ method: "get", path: `${VERSION}/download`, access: "anybody" },
    summary: "Leads a guest to the uploaded bytes, where the link allows it",
    answer: { status: 302 },
    problems: [403],
  },
];

export const LINK_OPERATIONS: readonly Operation[] = [...OWNERS, ...REQUESTS, ...GUESTS];
