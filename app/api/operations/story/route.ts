import { readStory } from "@/lib/domains/operations/story/reads";
import { storyQuerySchema } from "@/lib/domains/operations/story/schema";
import { route } from "@/lib/http/route";

export const GET = route({ query: storyQuerySchema }, ({ services, actor, query }) =>
  readStory(services, actor, query),
);
