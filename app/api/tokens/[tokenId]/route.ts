import { z } from "zod";
import { idSchema } from "@/lib/core/http-schema";
import { endApiToken } from "@/lib/domains/accounts/tokens/commands";
import { route } from "@/lib/http/route";

export const DELETE = route({ params: z.object({ tokenId: idSchema }) }, ({ services, actor, params }) =>
  endApiToken(services, actor, params.tokenId),
);
