import { findPeople } from "@/lib/domains/accounts/helping/reads";
import { peopleQuerySchema } from "@/lib/domains/accounts/helping/schema";
import { route } from "@/lib/http/route";

export const GET = route({ query: peopleQuerySchema }, ({ services, actor, query }) =>
  findPeople(services, actor, query),
);
