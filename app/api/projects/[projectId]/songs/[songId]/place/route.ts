import { songPathSchema } from "@/lib/core/http-schema";
import { placeSong } from "@/lib/domains/songs/ordering/commands";
import { placeSongSchema } from "@/lib/domains/songs/ordering/schema";
import { route } from "@/lib/http/route";

export const POST = route({ params: songPathSchema, body: placeSongSchema }, (call) =>
  placeSong(call.services, call.actor, call.params, call.body),
);
