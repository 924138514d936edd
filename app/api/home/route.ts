import { readHome } from "@/lib/domains/songs/reads";
import { route } from "@/lib/http/route";

/** What waits for the person, and the songs that changed last, over all projects. */
export const GET = route({}, (call) => readHome(call.services, call.actor));
