import { readOwnLinks } from "@/lib/domains/links/reads";
import { route } from "@/lib/http/route";

/** Every link that one may look after. */
export const GET = route({}, ({ services, actor }) => readOwnLinks(services, actor));
