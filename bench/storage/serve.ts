import { startS3 } from "@/local/s3/server";
import { startPlainServer } from "../plain-server";
import { bucket, keys } from "./keys";

// One server in a process of its own, as `npm start` has it: node --import tsx serve.ts s3|plain <folder>
const [kind, folder] = process.argv.slice(2);
if (!folder) throw new Error("Which folder?");
const options = { folder, host: "127.0.0.1", port: 0, ...keys, bucket, allowedOrigins: [] };
const { url } = kind === "plain" ? await startPlainServer(folder) : await startS3(options);
process.send?.({ url });
process.once("disconnect", () => process.exit(0));
