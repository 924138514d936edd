import { changePreferences } from "@/lib/domains/notifications/preferences/commands";
import { readPreferences } from "@/lib/domains/notifications/preferences/reads";
import { changePreferencesSchema } from "@/lib/domains/notifications/preferences/schema";
import { route } from "@/lib/http/route";

export const GET = route({}, ({ services, actor }) => readPreferences(services, actor));

export const PATCH = route({ body: changePreferencesSchema }, ({ services, actor, body }) =>
  changePreferences(services, actor, body),
);
