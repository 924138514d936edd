import { projectPathSchema } from "@/lib/core/http-schema";
import { setQuota } from "@/lib/domains/uploads/quota/commands";
import { setQuotaSchema } from "@/lib/domains/uploads/quota/schema";
import { route } from "@/lib/http/route";

export const PUT = route({ params: projectPathSchema, body: setQuotaSchema }, ({ services, actor, params, body }) =>
  setQuota(services, actor, { of: { kind: "project", id: params.projectId }, ...body }),
);
