import { readSweeps } from "@/lib/domains/uploads/sweeping/reads";
import { route } from "@/lib/http/route";

export const GET = route({}, ({ services, actor }) => readSweeps(services, actor));
