import { songPathSchema } from "@/lib/core/http-schema";
import { deleteSong, updateSong } from "@/lib/domains/songs/commands";
import { readSong } from "@/lib/domains/songs/reads";
import { updateSongSchema } from "@/lib/domains/songs/schema";
import { route } from "@/lib/http/route";

const params = songPathSchema;

export const GET = route({ params }, (call) => readSong(call.services, call.actor, call.params));

export const PATCH = route({ params, body: updateSongSchema }, (call) =>
  updateSong(call.services, call.actor, call.params, call.body),
);

export const DELETE = route({ params }, (call) => deleteSong(call.services, call.actor, call.params));
