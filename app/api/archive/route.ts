import { readArchive } from "@/lib/domains/songs/reads";
import { route } from "@/lib/http/route";

export const GET = route({}, (call) => readArchive(call.services, call.actor));
