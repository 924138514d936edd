import { listenByLink } from "@/lib/domains/links/visiting/commands";
import { linkVersionPathSchema } from "@/lib/domains/links/visiting/schema";
import { readVisitor } from "@/lib/http/guest-cookie";
import { route } from "@/lib/http/route";

/** What a guest's player says once a listening; of a member who is signed in it is their own. */
export const POST = route({ params: linkVersionPathSchema }, ({ services, actor, request, params }) =>
  listenByLink(services, readVisitor(services, request, params.linkId), actor, params),
);
