import { startPlainServer } from "../plain-server";

// The yardstick in a process of its own: node --import tsx serve-plain.ts <folder>
const folder = process.argv[2];
if (!folder) throw new Error("Which folder?");
const { url } = await startPlainServer(folder);
process.send?.({ url });
process.once("disconnect", () => process.exit(0));
