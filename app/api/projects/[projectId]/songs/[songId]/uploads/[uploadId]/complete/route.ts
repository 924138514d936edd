import { uploadPathSchema } from "@/lib/core/http-schema";
import { completeUpload } from "@/lib/domains/uploads/finishing/commands";
import { route } from "@/lib/http/route";

/** Finishes an upload: answers it with its version. */
export const POST = route({ params: uploadPathSchema }, (call) =>
  completeUpload(call.services, call.actor, call.params),
);
