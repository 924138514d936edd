import { buildOpenApi } from "@/lib/http/openapi";
import { route } from "@/lib/http/route";

/** What this API answers, for programs that write clients. */
export const GET = route({}, async ({ services }) => buildOpenApi(services.config.app.url));
