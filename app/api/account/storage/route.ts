import { readStorageUse } from "@/lib/domains/uploads/quota/reads";
import { route } from "@/lib/http/route";

export const GET = route({}, ({ services, actor }) => readStorageUse(services, actor));
