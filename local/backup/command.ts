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
    process.stderr.write(`${describeForeseen(error)}\n`);
    return 1;
  }
}

const CURES: Record<string, string> = {
  ENOSPC: "The disk is full. Free some space, or choose a folder on another disk, and try again.",
  EDQUOT: "This user's share of the disk is used up. Free some space, or choose another folder, and try again.",
  EACCES: "Run it as the user that Segno runs as.",
  EPERM: "Run it as the user that Segno runs as.",
  EROFS: "The disk can only be read. Choose a folder on another one.",
  EIO: "The disk fails. Choose a folder on another one, and look after the failing one soon.",
};

/** @throws what nobody foresaw. */
function describeForeseen(error: unknown): string {
  if (error instanceof AppError || error instanceof ConfigError) return error.message;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const cure = CURES[code];
  if (cure === undefined) throw error;
  return `${error instanceof Error ? error.message : code}. ${cure}`;
}
