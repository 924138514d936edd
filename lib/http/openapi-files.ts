import { z } from "zod";
import { attachmentSchema, updateAttachmentSchema } from "@/lib/domains/attachments/schema";
import { coverQuerySchema, putCoverSchema } from "@/lib/domains/covers/schema";
import {
  beginUploadSchema,
  signedPartsSchema,
  signPartsSchema,
  unfinishedUploadsSchema,
  uploadSchema,
} from "@/lib/domains/uploads/schema";
import type { Operation } from "./openapi-operation";

const access = "person";
const SONG = "/api/projects/{projectId}/songs/{songId}";
const UPLOAD = `${SONG}/uploads/{uploadId}` as const;
const ATTACHMENT = `${SONG}/attachments/{attachmentId}` as const;

const UPLOADS: Operation[] = [
  {
    ...{
      method: "get",
      path: "/api/uploads",
      access: "person",
      summary: "What one began to upload and did not finish",
    },
    answer: { status: 200, json: unfinishedUploadsSchema },
  },
  {
    ...{
      method: "post",
      path: `${SONG}/uploads`,
      access,
      summary: "Begin an upload; the same key answers the same one",
    },
    body: beginUploadSchema,
    answer: { status: 201, json: uploadSchema },
    problems: [409],
  },
  {
    ...{ method: "get", path: UPLOAD, access, summary: "An upload of one's own, with what storage holds of it" },
    answer: { status: 200, json: uploadSchema },
    problems: [403],
  },
  {
    ...{ method: "delete", path: UPLOAD, access, summary: "Give an unfinished upload up" },
    answer: { status: 204 },
    problems: [409],
  },
  {
    ...{ method: "post", path: `${UPLOAD}/parts`, access, summary: "Sign addresses to send some parts to" },
    body: signPartsSchema,
    answer: { status: 200, json: signedPartsSchema },
    problems: [409, 410],
  },
  {
    ...{
      method: "post",
      path: `${UPLOAD}/complete`,
      access,
      summary: "Finish an upload: answers it with what came of it",
    },
    answer: { status: 200, json: uploadSchema },
    problems: [400, 409, 410],
  },
];

const ATTACHMENTS: Operation[] = [
  {
    ...{ method: "get", path: `${SONG}/attachments`, access, summary: "The files that go with a song" },
    answer: { status: 200, json: z.object({ items: z.array(attachmentSchema) }) },
  },
  {
    ...{ method: "patch", path: ATTACHMENT, access, summary: "Rename a file of a song" },
    body: updateAttachmentSchema,
    answer: { status: 200, json: attachmentSchema },
  },
  {
    ...{ method: "delete", path: ATTACHMENT, access, summary: "Take a file off a song" },
    answer: { status: 204 },
  },
  {
    ...{ method: "get", path: `${ATTACHMENT}/download`, access, summary: "Leads to a file's bytes, for an hour" },
    answer: { status: 302 },
  },
];

const COVERS: Operation[] = [
  {
    ...{ method: "put", path: "/api/projects/{projectId}/cover", access, picture: true },
    summary: "Give a project a cover: the body is a JPEG, PNG or WebP",
    answer: { status: 200, json: putCoverSchema },
    problems: [409],
  },
  {
    ...{ method: "get", path: "/api/projects/{projectId}/covers/{coverId}", access, summary: "A project's cover" },
    query: coverQuerySchema,
    answer: { status: 200, media: "image/webp" },
  },
  {
    ...{ method: "put", path: `${SONG}/cover`, access, picture: true },
    summary: "Give a song a cover: the body is a JPEG, PNG or WebP",
    answer: { status: 200, json: putCoverSchema },
    problems: [409],
  },
  {
    ...{ method: "get", path: `${SONG}/covers/{coverId}`, access, summary: "A song's cover" },
    query: coverQuerySchema,
    answer: { status: 200, media: "image/webp" },
  },
];

/** What brings bytes, and what came of them besides versions. */
export const FILE_OPERATIONS: readonly Operation[] = [...UPLOADS, ...ATTACHMENTS, ...COVERS];
