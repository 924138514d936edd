import { endOtherSessions } from "@/lib/domains/accounts/sessions/commands";
import { readSessions } from "@/lib/domains/accounts/sessions/reads";
import { route } from "@/lib/http/route";

export const GET = route({}, async ({ services, actor }) => ({ items: await readSessions(services, actor) }));

/** All but the one that asks. */
export const DELETE = route({}, ({ services, actor }) => endOtherSessions(services, actor));
