import { projectPathSchema } from "@/lib/core/http-schema";
import { createSong } from "@/lib/domains/songs/commands";
import { listSongs } from "@/lib/domains/songs/reads";
import { createSongSchema, songListQuerySchema } from "@/lib/domains/songs/schema";
import { created, route } from "@/lib/http/route";

const params = projectPathSchema;

export const GET = route({ params, query: songListQuerySchema }, (call) =>
  listSongs(call.services, call.actor, call.params.projectId, call.query),
);

export const POST = route({ params, body: createSongSchema }, async (call) =>
  created(await createSong(call.services, call.actor, call.params.projectId, call.body)),
);
