import { deleteAttachment, renameAttachment } from "@/lib/domains/attachments/commands";
import { attachmentPathSchema, updateAttachmentSchema } from "@/lib/domains/attachments/schema";
import { route } from "@/lib/http/route";

export const PATCH = route(
  { params: attachmentPathSchema, body: updateAttachmentSchema },
  ({ services, actor, params, body }) => renameAttachment(services, actor, params, body),
);

export const DELETE = route({ params: attachmentPathSchema }, async ({ services, actor, params }) => {
  await deleteAttachment(services, actor, params);
});
