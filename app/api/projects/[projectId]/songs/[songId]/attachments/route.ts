import { songPathSchema } from "@/lib/core/http-schema";
import { readAttachments } from "@/lib/domains/attachments/reads";
import { route } from "@/lib/http/route";

export const GET = route({ params: songPathSchema }, ({ services, actor, params }) =>
  readAttachments(services, actor, params),
);
