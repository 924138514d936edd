import { signAttachment } from "@/lib/domains/attachments/reads";
import { attachmentPathSchema } from "@/lib/domains/attachments/schema";
import { redirectTo, route } from "@/lib/http/route";

/** Leads to the file under its own name, for an hour. */
export const GET = route({ params: attachmentPathSchema }, async (call) =>
  redirectTo(await signAttachment(call.services, call.actor, call.params)),
);
