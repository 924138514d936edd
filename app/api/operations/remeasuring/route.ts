import { changeRemeasuring } from "@/lib/domains/versions/remeasuring/commands";
import { readRemeasuring } from "@/lib/domains/versions/remeasuring/reads";
import { changeRemeasuringSchema } from "@/lib/domains/versions/remeasuring/schema";
import { route } from "@/lib/http/route";

export const GET = route({}, ({ services, actor }) => readRemeasuring(services, actor));

export const POST = route({ body: changeRemeasuringSchema }, ({ services, actor, body }) =>
  changeRemeasuring(services, actor, body),
);
