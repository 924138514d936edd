import { enterLink } from "@/lib/domains/links/visiting/commands";
import { enterLinkSchema } from "@/lib/domains/links/visiting/schema";
import { consumeLinkLimits } from "@/lib/http/auth-credentials";
import { readGuestSecret, writeGuestCookie } from "@/lib/http/guest-cookie";
import { route } from "@/lib/http/route";

/** Lets a browser in: the cookie of the answer is the key from then on. */
export const POST = route({ body: enterLinkSchema }, async ({ services, request, body }) => {
  await consumeLinkLimits(services, body, request.headers);
  const entered = await enterLink(services, body, (linkId) => readGuestSecret(services, request.headers, linkId));
  const headers = { "set-cookie": writeGuestCookie(services, entered) };
  return Response.json({ linkId: entered.linkId }, { headers });
});
