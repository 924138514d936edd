import { readTrash } from "@/lib/domains/trash/reads";
import { route } from "@/lib/http/route";

export const GET = route({}, ({ services, actor }) => readTrash(services, actor));
