import { readPausing } from "@/lib/domains/operations/pausing/reads";
import { route } from "@/lib/http/route";

export const GET = route({}, ({ services, actor }) => readPausing(services, actor));
