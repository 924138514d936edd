import { discard } from "@/lib/domains/trash/commands";
import { trashItemParamsSchema } from "@/lib/domains/trash/schema";
import { route } from "@/lib/http/route";

export const DELETE = route({ params: trashItemParamsSchema }, async ({ services, actor, params }) => {
  await discard(services, actor, params);
});
