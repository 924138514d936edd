import { readIdentities } from "@/lib/domains/accounts/linking/reads";
import { route } from "@/lib/http/route";

export const GET = route({}, async ({ services, actor }) => ({ items: await readIdentities(services, actor) }));
