import { searchEverything } from "@/lib/domains/search/reads";
import { searchQuerySchema } from "@/lib/domains/search/schema";
import { route } from "@/lib/http/route";

/** What fits some words, of all that one may open. */
export const GET = route({ query: searchQuerySchema }, (call) =>
  searchEverything(call.services, call.actor, call.query),
);
