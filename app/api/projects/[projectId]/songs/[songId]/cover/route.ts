import { songPathSchema } from "@/lib/core/http-schema";
import { putSongCover } from "@/lib/domains/covers/commands";
import { MAX_PICTURE_BYTES } from "@/lib/domains/covers/schema";
import { readBytes } from "@/lib/http/body";
import { route } from "@/lib/http/route";

/** The body is the picture itself. */
export const PUT = route({ params: songPathSchema }, ({ services, actor, params, request }) =>
  putSongCover(services, actor, params, () => readBytes(request, MAX_PICTURE_BYTES)),
);
