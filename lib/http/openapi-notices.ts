import { noticeEventsQuerySchema } from "@/lib/domains/notifications/live/schema";
import {
  changeLevelSchema,
  changePreferencesSchema,
  levelSchema,
  preferencesSchema,
} from "@/lib/domains/notifications/preferences/schema";
import {
  markedSeenSchema,
  markSeenSchema,
  markUnseenSchema,
  notificationListSchema,
  notificationQuerySchema,
} from "@/lib/domains/notifications/schema";
import type { Operation } from "./openapi-operation";

const access = "person";
const PROJECT_LEVEL = "/api/projects/{projectId}/notice-level";
const SONG_LEVEL = "/api/projects/{projectId}/songs/{songId}/notice-level";
const PREFERENCES = "/api/notifications/preferences";

/** What one is told of, and how one wants to be told. */
export const NOTICE_OPERATIONS: readonly Operation[] = [
  {
    ...{ method: "get", path: "/api/notifications", access, summary: "One's own notices, newest first" },
    query: notificationQuerySchema,
    answer: { status: 200, json: notificationListSchema },
  },
  {
    ...{ method: "post", path: "/api/notifications/seen", access, summary: "Mark these, or all, as seen" },
    body: markSeenSchema,
    answer: { status: 200, json: markedSeenSchema },
  },
  {
    ...{ method: "post", path: "/api/notifications/unseen", access },
    summary: "Mark these as not seen, or what was marked at one moment",
    body: markUnseenSchema,
    answer: { status: 204 },
  },
  {
    ...{ method: "get", path: "/api/notifications/events", access },
    summary: "That one's own notices changed, live (server-sent events)",
    query: noticeEventsQuerySchema,
    answer: { status: 200, media: "text/event-stream" },
    problems: [429],
  },
  {
    ...{ method: "get", path: PREFERENCES, access, summary: "How one wants to hear of each kind of thing" },
    answer: { status: 200, json: preferencesSchema },
  },
  {
    ...{ method: "patch", path: PREFERENCES, access },
    summary: "Choose at once, in the digest, in the app alone, or never, by kind",
    body: changePreferencesSchema,
    answer: { status: 200, json: preferencesSchema },
  },
  {
    ...{ method: "get", path: PROJECT_LEVEL, access, summary: "How much one hears of a project" },
    answer: { status: 200, json: levelSchema },
  },
  {
    ...{
      method: "put",
      path: PROJECT_LEVEL,
      access,
      summary: "Hear everything of a project, mentions and replies, or nothing",
    },
    body: changeLevelSchema,
    answer: { status: 200, json: levelSchema },
  },
  {
    ...{ method: "get", path: SONG_LEVEL, access, summary: "How much one hears of a song" },
    answer: { status: 200, json: levelSchema },
  },
  {
    ...{
      method: "put",
      path: SONG_LEVEL,
      access,
      summary: "Hear everything of a song, mentions and replies, or nothing",
    },
    body: changeLevelSchema,
    answer: { status: 200, json: levelSchema },
  },
];
