import { linkPathSchema } from "@/lib/domains/links/schema";
import { renameGuest } from "@/lib/domains/links/visiting/commands";
import { nameGuestSchema } from "@/lib/domains/links/visiting/schema";
import { readVisitor } from "@/lib/http/guest-cookie";
import { route } from "@/lib/http/route";

/** The name that a guest speaks under. */
export const PATCH = route({ params: linkPathSchema, body: nameGuestSchema }, ({ services, request, params, body }) =>
  renameGuest(services, readVisitor(services, request, params.linkId), body),
);
