// `npm start`: runs with nothing but Node, and makes the rest. Options: --demo (the demo band), --dev (hot reload).
import { fileURLToPath } from "node:url";
import { checkNode, generateClient, installPackages } from "./bootstrap/prepare.mjs";

try {
  checkNode(process.versions.node);
  process.chdir(fileURLToPath(new URL("..", import.meta.url)));
  await installPackages();
  await generateClient();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
const { register } = await import("tsx/esm/api");
register();
await import("./start.ts");
