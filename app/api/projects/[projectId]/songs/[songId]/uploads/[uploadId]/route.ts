import { uploadPathSchema } from "@/lib/core/http-schema";
import { cancelUpload } from "@/lib/domains/uploads/commands";
import { readUpload } from "@/lib/domains/uploads/reads";
import { route } from "@/lib/http/route";

const params = uploadPathSchema;

/** What storage holds of it. */
export const GET = route({ params }, (call) => readUpload(call.services, call.actor, call.params));

export const DELETE = route({ params }, (call) => cancelUpload(call.services, call.actor, call.params));
