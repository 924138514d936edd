import { z } from "zod";
import { type ResendError, refuseField, refuseMissing } from "./resend-error";

const ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$|^[^\s@<>,;"]+@localhost$/;
const ADDRESS_RULE = "The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.";
const MAX_RECIPIENTS = 50;

const oneLine = z.string().regex(/^[^\r\n]*$/, "It must be a single line.");
const mailbox = oneLine.refine((value) => ADDRESS.test(readAddress(value)), ADDRESS_RULE);
const mailboxes = z.preprocess(
  (value) => (typeof value === "string" ? [value] : value),
  z.array(mailbox).max(MAX_RECIPIENTS, `No more than ${MAX_RECIPIENTS} addresses are allowed.`),
);
const tagPart = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,256}$/, "Use 1 to 256 ASCII letters, numbers, underscores or dashes.");

const attachment = z.object({
  content: z.string().nullish(),
  filename: z.union([z.string(), z.literal(false)]).nullish(),
  path: z.string().nullish(),
  content_type: z.string().nullish(),
  content_id: z.string().nullish(),
});

const emailSchema = z.object({
  from: mailbox,
  to: mailboxes.refine((list) => list.length > 0, "At least one address is needed."),
  cc: mailboxes.nullish(),
  bcc: mailboxes.nullish(),
  reply_to: mailboxes.nullish(),
  subject: oneLine,
  html: z.string().nullish(),
  text: z.string().nullish(),
  headers: z.record(z.string().regex(/^[!-9;-~]+$/, "A header's name has no spaces or colons."), oneLine).nullish(),
  tags: z.array(z.object({ name: tagPart, value: tagPart })).nullish(),
  attachments: z.array(attachment).nullish(),
  scheduled_at: oneLine.nullish(),
  topic_id: z.string().nullish(),
});

/** An e-mail as Resend's API takes it, with every list of addresses as a list. */
export type EmailInput = z.infer<typeof emailSchema>;

/** `Ada <ada@example.com>` → `ada@example.com` */
export function readAddress(value: string): string {
  return (/<([^<>]*)>\s*$/.exec(value)?.[1] ?? value).trim();
}

/** @throws ResendError 422, naming the first field that can't be used. */
export function parseEmail(body: unknown): EmailInput {
  const given = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  if (given.template !== undefined) throw refuseField("template", "Templates live at Resend; send `html` or `text`.");
  for (const field of ["from", "to", "subject"]) {
    if (given[field] === undefined || given[field] === null) throw refuseMissing(field);
  }
  const parsed = emailSchema.safeParse(given);
  if (!parsed.success) throw describeIssue(parsed.error);
  if (!parsed.data.html && !parsed.data.text) throw refuseMissing("html` or `text");
  return parsed.data;
}

function describeIssue(error: z.ZodError): ResendError {
  const issue = error.issues[0];
  return refuseField(String(issue?.path[0] ?? "body"), issue?.message ?? "");
}
