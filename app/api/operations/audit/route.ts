import { readAudit } from "@/lib/domains/operations/auditing/reads";
import { auditQuerySchema } from "@/lib/domains/operations/auditing/schema";
import { route } from "@/lib/http/route";

export const GET = route({ query: auditQuerySchema }, ({ services, actor, query }) =>
  readAudit(services, actor, query),
);
