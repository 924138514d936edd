import { changeFailures } from "@/lib/domains/operations/failing/commands";
import { readFailures } from "@/lib/domains/operations/failing/reads";
import { changeFailuresSchema } from "@/lib/domains/operations/failing/schema";
import { route } from "@/lib/http/route";

export const GET = route({}, ({ services, actor }) => readFailures(services, actor));

export const POST = route({ body: changeFailuresSchema }, ({ services, actor, body }) =>
  changeFailures(services, actor, body),
);
