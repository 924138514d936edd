import { spawn } from "node:child_process";

/** A step that did not come off; its own output above has told why. */
export class StepError extends Error {}

/**
 * Runs a command with our own output and waits for it.
 * @param {string} title what is being done, for the line that says so
 * @param {string} file @param {string[]} args @param {Record<string, string>} [variables] laid over our environment
 * @returns {Promise<void>}
 */
export function run(title, file, args, variables = {}) {
  process.stdout.write(`${title} …\n`);
  return new Promise((resolve, reject) => {
    // The environment passes through whole; nothing in it is read here.
    const child = spawn(file, args, {
      stdio: "inherit",
      env: { ...process.env, ...variables },
      shell: process.platform === "win32",
    });
    child.once("error", (cause) => reject(new StepError(`${title}: ${file} could not be run.`, { cause })));
    child.once("exit", (code, signal) => {
      if (code === 0) resolve();
      else reject(new StepError(`${title} failed (${signal ?? `exit code ${code}`}). The lines above say why.`));
    });
  });
}
