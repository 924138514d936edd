import { diffMigrationsAgainstSchema } from "./schema-diff";

/** `npm run db:check`: exit 1 when the migrations do not build what the schema says. */
const difference = await diffMigrationsAgainstSchema();
if (difference === null) {
  process.stdout.write("The migrations build what prisma/schema says.\n");
} else {
  process.stdout.write(
    `The migrations lag behind prisma/schema. Run npm run db:migration -- <name>. What is missing:\n\n${difference}\n`,
  );
  process.exitCode = 1;
}
