import { runTool } from "./run-tool";
import { diffMigrationsAgainstSchema } from "./schema-diff";

/** `npm run db:check`: exit 1 when the migrations do not build what the schema says. */
await runTool(async () => {
  const difference = await diffMigrationsAgainstSchema();
  if (difference === null) return { text: "The migrations build what prisma/schema says.\n", isOk: true };
  const text = `The migrations lag behind prisma/schema. Run npm run db:migration -- <name>. What is missing:\n\n${difference}\n`;
  return { text, isOk: false };
});
