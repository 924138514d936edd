import { startS3 } from "../server";
import { bucket, credentials } from "./s3-fixture";

// A server in a process of its own, for a test to kill: node --import tsx serve-child.ts <folder>
const folder = process.argv[2];
if (!folder) throw new Error("Which folder?");
const { url } = await startS3({
  folder,
  host: "127.0.0.1",
  port: 0,
  ...credentials,
  region: "us-east-1",
  bucket,
  allowedOrigins: [],
});
process.send?.({ url });
