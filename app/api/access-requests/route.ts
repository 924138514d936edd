import { listAccessRequests } from "@/lib/domains/links/asking/answering/reads";
import { route } from "@/lib/http/route";

/** Who asks to be let in, of all that one may share. */
export const GET = route({}, ({ services, actor }) => listAccessRequests(services, actor));
