import { answerAccess } from "@/lib/domains/links/asking/answering/commands";
import { answerAccessSchema, requestPathSchema } from "@/lib/domains/links/asking/answering/schema";
import { route } from "@/lib/http/route";

export const POST = route({ params: requestPathSchema, body: answerAccessSchema }, (call) =>
  answerAccess(call.services, call.actor, call.params.requestId, call.body),
);
