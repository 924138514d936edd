import { signVisitDownload } from "@/lib/domains/links/visiting/reads";
import { linkVersionPathSchema } from "@/lib/domains/links/visiting/schema";
import { readVisitor } from "@/lib/http/guest-cookie";
import { redirectTo, route } from "@/lib/http/route";

export const GET = route({ params: linkVersionPathSchema }, async ({ services, request, params }) =>
  redirectTo(await signVisitDownload(services, readVisitor(services, request, params.linkId), params)),
);
