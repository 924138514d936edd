import { readOverview } from "@/lib/domains/operations/overview/reads";
import { route } from "@/lib/http/route";

export const GET = route({}, ({ services, actor }) => readOverview(services, actor));
