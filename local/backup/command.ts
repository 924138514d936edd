import { ConfigError } from "@/lib/config/config-error";
import { AppError } from "@/lib/core/errors";

/** One folder and flags. @throws AppError invalid_input with how it is called. */
export function readTarget(command: string, args: string[], flags: string[]): { target: string; given: Set<string> } {
  const given = new Set(args.filter((arg) => arg.startsWith("-")));
  const [target, ...more] = args.filter((arg) => !arg.startsWith("-"));
  if (target !== undefined && more.length === 0 && [...given].every((flag) => flags.includes(flag)))
    return { target, given };
  const usage = ["npm run", command, "-- DIR", ...flags.map((flag) => `[${flag}]`)].join(" ");
  throw new AppError("invalid_input", "usage", `It is called as: ${usage}`);
}

/** Runs a command for a person: a failure that was foreseen is its sentence on standard error. @returns the exit code. */
export async function runCommand(work: (print: (line: string) => void) => Promise<void>): Promise<number> {
  try {
    await work((line) => process.stdout.write(`${line}\n`));
    return 0;
  } catch (error) {
    if (!(error instanceof AppError) && !(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}
