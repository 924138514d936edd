import { songPathSchema } from "@/lib/core/http-schema";
import { changeLevel } from "@/lib/domains/notifications/preferences/commands";
import { readLevel } from "@/lib/domains/notifications/preferences/reads";
import { changeLevelSchema } from "@/lib/domains/notifications/preferences/schema";
import { route } from "@/lib/http/route";

export const GET = route({ params: songPathSchema }, ({ services, actor, params }) =>
  readLevel(services, actor, params),
);

export const PUT = route({ params: songPathSchema, body: changeLevelSchema }, ({ services, actor, params, body }) =>
  changeLevel(services, actor, params, body),
);
