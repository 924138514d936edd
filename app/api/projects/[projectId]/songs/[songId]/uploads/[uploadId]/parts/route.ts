import { uploadPathSchema } from "@/lib/core/http-schema";
import { signUploadParts } from "@/lib/domains/uploads/commands";
import { signPartsSchema } from "@/lib/domains/uploads/schema";
import { route } from "@/lib/http/route";

/** Signs addresses for some parts. */
export const POST = route({ params: uploadPathSchema, body: signPartsSchema }, (call) =>
  signUploadParts(call.services, call.actor, call.params, call.body),
);
