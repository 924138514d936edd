import { songPathSchema } from "@/lib/core/http-schema";
import { moveSong } from "@/lib/domains/songs/moving/commands";
import { previewMove } from "@/lib/domains/songs/moving/reads";
import { movePreviewQuerySchema, moveSongSchema } from "@/lib/domains/songs/moving/schema";
import { route } from "@/lib/http/route";

const params = songPathSchema;

export const GET = route({ params, query: movePreviewQuerySchema }, (call) =>
  previewMove(call.services, call.actor, call.params, call.query),
);

export const POST = route({ params, body: moveSongSchema }, (call) =>
  moveSong(call.services, call.actor, call.params, call.body),
);
