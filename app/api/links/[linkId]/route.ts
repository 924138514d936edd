import { linkPathSchema } from "@/lib/domains/links/schema";
import { readVisit } from "@/lib/domains/links/visiting/reads";
import { readVisitor } from "@/lib/http/guest-cookie";
import { route } from "@/lib/http/route";

/** What the link leads to, for a browser that entered by it. */
export const GET = route({ params: linkPathSchema }, ({ services, request, params }) =>
  readVisit(services, readVisitor(services, request, params.linkId)),
);
