import { pageQuerySchema, songPathSchema } from "@/lib/core/http-schema";
import { readSongActivity } from "@/lib/domains/activity/deeds/reads";
import { route } from "@/lib/http/route";

/** What happened in a song, newest first. */
export const GET = route({ params: songPathSchema, query: pageQuerySchema }, (call) =>
  readSongActivity(call.services, call.actor, call.params, call.query),
);
