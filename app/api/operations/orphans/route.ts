import { readOrphans } from "@/lib/domains/uploads/orphans/reads";
import { orphansQuerySchema } from "@/lib/domains/uploads/orphans/schema";
import { route } from "@/lib/http/route";

export const GET = route({ query: orphansQuerySchema }, ({ services, actor, query }) =>
  readOrphans(services, actor, query),
);
