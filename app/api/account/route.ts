import { updateAccount } from "@/lib/domains/accounts/commands";
import { readAccount } from "@/lib/domains/accounts/reads";
import { updateAccountSchema } from "@/lib/domains/accounts/schema";
import { route } from "@/lib/http/route";

export const GET = route({}, ({ services, actor }) => readAccount(services, actor));

export const PATCH = route({ body: updateAccountSchema }, ({ services, actor, body }) =>
  updateAccount(services, actor, body),
);
