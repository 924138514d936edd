import { readRepairs } from "@/lib/domains/operations/repairing/reads";
import { route } from "@/lib/http/route";

export const GET = route({}, ({ services, actor }) => readRepairs(services, actor));
