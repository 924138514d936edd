import { z } from "zod";
import { idSchema } from "@/lib/core/http-schema";
import { unlinkIdentity } from "@/lib/domains/accounts/linking/commands";
import { route } from "@/lib/http/route";

export const DELETE = route({ params: z.object({ identityId: idSchema }) }, ({ services, actor, params }) =>
  unlinkIdentity(services, actor, params.identityId),
);
