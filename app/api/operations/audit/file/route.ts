import { streamAudit } from "@/lib/domains/operations/auditing/reads";
import { auditFileQuerySchema } from "@/lib/domains/operations/auditing/schema";
import { route } from "@/lib/http/route";
import { streamFile } from "@/lib/http/stream-file";

export const GET = route({ query: auditFileQuerySchema }, async ({ services, actor, query }) =>
  streamFile(streamAudit(services, actor, query), `segno-audit.${query.format}`),
);
