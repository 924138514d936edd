import { versionPathSchema } from "@/lib/core/http-schema";
import { recordPlay } from "@/lib/domains/activity/plays/commands";
import { route } from "@/lib/http/route";

/** What a player says once a listening. */
export const POST = route({ params: versionPathSchema }, (call) => recordPlay(call.services, call.actor, call.params));
