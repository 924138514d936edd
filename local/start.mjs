// `npm start`: runs with nothing but Node, and makes the rest. Options: --demo (the demo band), --dev (hot reload).
import path from "node:path";
import { checkNode, generateClient, installPackages } from "./bootstrap/prepare.mjs";

process.chdir(path.resolve(import.meta.dirname, ".."));
try {
  checkNode(process.versions.node);
  await installPackages();
  await generateClient();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
const { register } = await import("tsx/esm/api");
register();
await import("./start.ts");
