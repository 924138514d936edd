import { readHome } from "@/lib/domains/songs/reads";
import { route } from "@/lib/http/route";

/** The songs that changed last, over all projects. */
export const GET = route({}, (call) => readHome(call.services, call.actor));
