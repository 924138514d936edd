import { helpPathSchema } from "@/lib/domains/accounts/helping/schema";
import { setQuota } from "@/lib/domains/uploads/quota/commands";
import { setQuotaSchema } from "@/lib/domains/uploads/quota/schema";
import { route } from "@/lib/http/route";

export const PUT = route({ params: helpPathSchema, body: setQuotaSchema }, ({ services, actor, params, body }) =>
  setQuota(services, actor, { of: { kind: "person", id: params.accountId }, ...body }),
);
