import { readVisitSong } from "@/lib/domains/links/visiting/reads";
import { linkSongPathSchema } from "@/lib/domains/links/visiting/schema";
import { readVisitor } from "@/lib/http/guest-cookie";
import { route } from "@/lib/http/route";

/** A song as a guest hears it. */
export const GET = route({ params: linkSongPathSchema }, ({ services, request, params }) =>
  readVisitSong(services, readVisitor(services, request, params.linkId), params),
);
