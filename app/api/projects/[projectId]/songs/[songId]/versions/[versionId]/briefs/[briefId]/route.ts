import { deleteBrief } from "@/lib/domains/briefs/commands";
import { readBrief } from "@/lib/domains/briefs/reads";
import { briefPathSchema } from "@/lib/domains/briefs/schema";
import { route } from "@/lib/http/route";

export const GET = route({ params: briefPathSchema }, (call) => readBrief(call.services, call.actor, call.params));

/** Deletes it for good; the notes stay. */
export const DELETE = route({ params: briefPathSchema }, (call) => deleteBrief(call.services, call.actor, call.params));
