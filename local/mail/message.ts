import { createId } from "@/lib/core/ids";
import type { EmailInput } from "./email-input";

/** A mail that was taken. `createdAt` is ISO 8601 in UTC; addresses are as the sender wrote them. */
export interface Message {
  id: string;
  from: string;
  to: string[];
  cc: string[];
  bcc: string[];
  replyTo: string[];
  subject: string;
  html: string | null;
  text: string | null;
  headers: Record<string, string>;
  tags: { name: string; value: string }[];
  attachments: { filename: string; contentType: string | null; content: string | null }[];
  scheduledAt: string | null;
  topicId: string | null;
  createdAt: string;
}

export function buildMessage(input: EmailInput, createdAt: string): Message {
  return {
    id: createId(),
    from: input.from,
    to: input.to,
    cc: input.cc ?? [],
    bcc: input.bcc ?? [],
    replyTo: input.reply_to ?? [],
    subject: input.subject,
    html: input.html ?? null,
    text: input.text ?? null,
    headers: input.headers ?? {},
    tags: input.tags ?? [],
    attachments: (input.attachments ?? []).map((file) => ({
      filename: file.filename || "attachment",
      contentType: file.content_type ?? null,
      content: file.content ?? file.path ?? null,
    })),
    scheduledAt: input.scheduled_at ?? null,
    topicId: input.topic_id ?? null,
    createdAt,
  };
}
