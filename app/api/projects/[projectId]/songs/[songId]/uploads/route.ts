import { songPathSchema } from "@/lib/core/http-schema";
import { beginUpload } from "@/lib/domains/uploads/commands";
import { beginUploadSchema } from "@/lib/domains/uploads/schema";
import { created, route } from "@/lib/http/route";

/** Begins an upload; the same idempotency key answers the same one. */
export const POST = route({ params: songPathSchema, body: beginUploadSchema }, async (call) =>
  created(await beginUpload(call.services, call.actor, call.params, call.body)),
);
