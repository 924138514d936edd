import { emptyTrash } from "@/lib/domains/trash/commands";
import { readTrash } from "@/lib/domains/trash/reads";
import { route } from "@/lib/http/route";

export const GET = route({}, ({ services, actor }) => readTrash(services, actor));

export const DELETE = route({}, async ({ services, actor }) => {
  await emptyTrash(services, actor);
});
