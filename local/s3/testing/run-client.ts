import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { credentials } from "./s3-fixture";

const run = promisify(execFile);

/** Where Debian puts them; what else lies in the PATH may be any version. */
const folder = "/usr/bin";

/** Whether the system has a client; one that is missing is told loudly, as its tests are skipped. */
export function hasClient(name: string, check: () => boolean = () => existsSync(`${folder}/${name}`)): boolean {
  const isThere = check();
  if (!isThere) process.stderr.write(`\n!! SKIPPED: ${name} is not installed, so nothing is proven with it.\n\n`);
  return isThere;
}

/** Runs a client of the system with our keys and nothing of the user's own settings. @throws with what it printed. */
export async function runClient(name: string, args: string[], home: string): Promise<string> {
  const env: Record<string, string> = {
    PATH: "/usr/bin:/bin",
    HOME: home,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
  };
  const { stdout } = await run(`${folder}/${name}`, args, {
    env: env as NodeJS.ProcessEnv,
    maxBuffer: 64 * 1024 ** 2,
    timeout: 120_000,
  });
  return stdout;
}
