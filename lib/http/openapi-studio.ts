import { z } from "zod";
import { pageQuerySchema, pageSchema } from "@/lib/core/http-schema";
import { deedPageSchema } from "@/lib/domains/activity/deeds/schema";
import { projectEventsQuerySchema } from "@/lib/domains/activity/project-live/schema";
import {
  commentListQuerySchema,
  commentSchema,
  createCommentSchema,
  createReplySchema,
  resolveSchema,
  updateCommentSchema,
} from "@/lib/domains/comments/schema";
import {
  aiConsentSchema,
  createProjectSchema,
  projectSchema,
  updateProjectSchema,
} from "@/lib/domains/projects/schema";
import { searchAnswerSchema, searchQuerySchema } from "@/lib/domains/search/schema";
import { movePreviewQuerySchema, movePreviewSchema, moveSongSchema } from "@/lib/domains/songs/moving/schema";
import { placeSongSchema } from "@/lib/domains/songs/ordering/schema";
import {
  archiveSchema,
  createSongSchema,
  homeSchema,
  songItemSchema,
  songListQuerySchema,
  songSchema,
  updateSongSchema,
} from "@/lib/domains/songs/schema";
import { addTagSchema, decideTagSchema, tagWordsSchema } from "@/lib/domains/tags/schema";
import { updateVersionSchema, versionSchema } from "@/lib/domains/versions/schema";
import type { Operation } from "./openapi-operation";

const access = "person";
const PROJECT = "/api/projects/{projectId}";
const SONG = `${PROJECT}/songs/{songId}` as const;
const VERSION = `${SONG}/versions/{versionId}` as const;
const TAG = `${VERSION}/tags/{tagId}` as const;
const COMMENT = `${SONG}/comments/{commentId}` as const;

const PROJECTS: Operation[] = [
  {
    ...{
      method: "get",
      path: "/api/home",
      access,
      summary: "What waits for the person, and the songs that changed last",
    },
    answer: { status: 200, json: homeSchema },
  },
  {
    ...{ method: "get", path: "/api/search", access, summary: "What fits some words, of all that one may open" },
    query: searchQuerySchema,
    answer: { status: 200, json: searchAnswerSchema },
  },
  {
    ...{ method: "get", path: "/api/archive", access, summary: "Projects and songs that lie in the archive" },
    answer: { status: 200, json: archiveSchema },
  },
  {
    ...{ method: "get", path: "/api/projects", access, summary: "Every project one may open, newest first" },
    query: pageQuerySchema,
    answer: { status: 200, json: pageSchema(projectSchema) },
  },
  {
    ...{ method: "post", path: "/api/projects", access, summary: "Make a project" },
    body: createProjectSchema,
    answer: { status: 201, json: projectSchema },
  },
  {
    ...{ method: "get", path: PROJECT, access, summary: "A project" },
    answer: { status: 200, json: projectSchema },
  },
  {
    ...{
      method: "patch",
      path: PROJECT,
      access,
      summary: "Change a project's name or description, or lay it in the archive",
    },
    body: updateProjectSchema,
    answer: { status: 200, json: projectSchema },
  },
  {
    ...{ method: "delete", path: PROJECT, access, summary: "Take a project with its songs off everybody's pages" },
    answer: { status: 204 },
  },
  {
    ...{
      method: "patch",
      path: `${PROJECT}/ai-consent`,
      access,
      summary: "Allow or forbid that the named model suggests tags",
    },
    body: aiConsentSchema,
    answer: { status: 200, json: projectSchema },
    problems: [409],
  },
  {
    ...{ method: "get", path: `${PROJECT}/songs`, access, summary: "Its songs that one may open and that fit" },
    query: songListQuerySchema,
    answer: { status: 200, json: pageSchema(songItemSchema) },
  },
  {
    ...{ method: "post", path: `${PROJECT}/songs`, access, summary: "Make a song" },
    body: createSongSchema,
    answer: { status: 201, json: songSchema },
    problems: [409],
  },
  {
    ...{ method: "get", path: SONG, access, summary: "A song with its versions, their measures and tags" },
    answer: { status: 200, json: songSchema },
  },
  {
    ...{
      method: "patch",
      path: SONG,
      access,
      summary: "Change a song: name, description, stage, current version, master, archive",
    },
    body: updateSongSchema,
    answer: { status: 200, json: songSchema },
  },
  {
    ...{ method: "delete", path: SONG, access, summary: "Take a song off everybody's pages" },
    answer: { status: 204 },
  },
  {
    ...{ method: "post", path: `${SONG}/place`, access, summary: "Put a song before another of its project" },
    body: placeSongSchema,
    answer: { status: 204 },
    problems: [409],
  },
  {
    ...{ method: "get", path: `${SONG}/move`, access, summary: "Whose right to a song its move would change" },
    query: movePreviewQuerySchema,
    answer: { status: 200, json: movePreviewSchema },
    problems: [403],
  },
  {
    ...{ method: "post", path: `${SONG}/move`, access, summary: "Move a song to another project" },
    body: moveSongSchema,
    answer: { status: 200, json: songSchema },
    problems: [409],
  },
  {
    ...{
      method: "get",
      path: `${PROJECT}/events`,
      access,
      summary: "That a project changed, live (server-sent events)",
    },
    query: projectEventsQuerySchema,
    answer: { status: 200, media: "text/event-stream" },
    problems: [429],
  },
  {
    ...{ method: "get", path: `${PROJECT}/activity`, access, summary: "Who did what in a project, newest first" },
    query: pageQuerySchema,
    answer: { status: 200, json: deedPageSchema },
  },
  {
    ...{ method: "get", path: `${SONG}/activity`, access, summary: "Who did what in a song, newest first" },
    query: pageQuerySchema,
    answer: { status: 200, json: deedPageSchema },
  },
  {
    ...{ method: "get", path: `${SONG}/events`, access, summary: "Live events of a song (server-sent events)" },
    query: z.object({ after: z.number().int().min(0).optional() }),
    answer: { status: 200, media: "text/event-stream" },
    problems: [429],
  },
];

const VERSIONS: Operation[] = [
  {
    ...{ method: "get", path: VERSION, access, summary: "A version with its measures and tags" },
    answer: { status: 200, json: versionSchema },
  },
  {
    ...{ method: "patch", path: VERSION, access, summary: "Change a version's label or note" },
    body: updateVersionSchema,
    answer: { status: 200, json: versionSchema },
  },
  {
    ...{ method: "delete", path: VERSION, access, summary: "Take a version off the page" },
    answer: { status: 204 },
  },
  {
    ...{ method: "post", path: `${VERSION}/retry`, access, summary: "Analyze again what failed" },
    answer: { status: 200, json: versionSchema },
    problems: [409],
  },
  {
    ...{ method: "get", path: `${VERSION}/peaks`, access, summary: "The waveform as audiowaveform's binary .dat" },
    query: z.object({ layer: z.enum(["peaks", "rms"]).default("peaks") }),
    answer: { status: 200, media: "application/octet-stream" },
    problems: [409, 410],
  },
  {
    ...{ method: "get", path: `${VERSION}/preview`, access, summary: "Leads to what is listened to, for an hour" },
    answer: { status: 302 },
    problems: [409],
  },
  {
    ...{ method: "post", path: `${VERSION}/plays`, access, summary: "Says that one has listened, once a listening" },
    answer: { status: 204 },
  },
  {
    ...{ method: "get", path: `${VERSION}/download`, access, summary: "Leads to the uploaded bytes, for an hour" },
    answer: { status: 302 },
  },
];

const TAGS: Operation[] = [
  {
    ...{
      method: "get",
      path: `${PROJECT}/tags`,
      access,
      summary: "Words for tags: the project's, then the vocabulary",
    },
    answer: { status: 200, json: tagWordsSchema },
  },
  {
    ...{ method: "post", path: `${VERSION}/tags`, access, summary: "Add a tag; answers the version" },
    body: addTagSchema,
    answer: { status: 201, json: versionSchema },
    problems: [409],
  },
  {
    ...{
      method: "post",
      path: `${VERSION}/suggestions`,
      access,
      summary: "Ask the model for tags; answers the version",
    },
    answer: { status: 200, json: versionSchema },
    problems: [409],
  },
  {
    ...{ method: "patch", path: TAG, access, summary: "Accept a tag, or take it off for good; answers the version" },
    body: decideTagSchema,
    answer: { status: 200, json: versionSchema },
  },
];

const COMMENTS: Operation[] = [
  {
    ...{ method: "get", path: `${SONG}/comments`, access, summary: "Comments by their moment" },
    query: commentListQuerySchema,
    answer: { status: 200, json: pageSchema(commentSchema) },
  },
  {
    ...{
      method: "post",
      path: `${SONG}/comments`,
      access,
      summary: "Say something at a point, over a range or of it all",
    },
    body: createCommentSchema,
    answer: { status: 201, json: commentSchema },
  },
  {
    ...{ method: "patch", path: COMMENT, access, summary: "Change one's own comment or reply; answers the thread" },
    body: updateCommentSchema,
    answer: { status: 200, json: commentSchema },
  },
  {
    ...{ method: "delete", path: COMMENT, access, summary: "Take back a comment with its thread, or one reply" },
    answer: { status: 204 },
  },
  {
    ...{ method: "post", path: `${COMMENT}/replies`, access, summary: "Answer a comment; answers the thread" },
    body: createReplySchema,
    answer: { status: 201, json: commentSchema },
  },
  {
    ...{ method: "post", path: `${COMMENT}/resolve`, access, summary: "Tick a comment off, or open it again" },
    body: resolveSchema,
    answer: { status: 200, json: commentSchema },
  },
];

export const STUDIO_OPERATIONS: readonly Operation[] = [...PROJECTS, ...VERSIONS, ...TAGS, ...COMMENTS];
