import { unsubscribe } from "@/lib/domains/digests/commands";
import { unsubscribeSchema } from "@/lib/domains/digests/schema";
import { route } from "@/lib/http/route";

/** One click from a mail program (RFC 8058): the token is the proof. Nothing answers GET, which link scanners send. */
export const POST = route({ query: unsubscribeSchema, allowsCrossOrigin: true }, ({ services, query }) =>
  unsubscribe(services, query),
);
