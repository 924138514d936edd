import { restore } from "@/lib/domains/trash/commands";
import { trashItemParamsSchema } from "@/lib/domains/trash/schema";
import { route } from "@/lib/http/route";

export const POST = route({ params: trashItemParamsSchema }, async ({ services, actor, params }) => {
  await restore(services, actor, params);
});
