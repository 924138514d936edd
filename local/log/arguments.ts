import { parseArgs } from "node:util";
import { UsageError } from "./usage";

export type Command =
  | { name: "verify" | "stats"; folder: string }
  | { name: "read"; folder: string; id: string }
  | { name: "tail"; folder: string; count: number }
  | { name: "export"; folder: string; fromSeq: number }
  | { name: "repair"; folder: string; segment: string | undefined; toOffset: number }
  | { name: "rebuild"; folder: string };

const OPTIONS = {
  count: { type: "string" },
  from: { type: "string" },
  manifest: { type: "boolean" },
  segment: { type: "string" },
  "to-offset": { type: "string" },
} as const;

const DEFAULT_TAIL_COUNT = 10;

/** @throws UsageError naming what can't be understood. */
export function parseCommand(args: string[]): Command {
  const { values, positionals } = parseOptions(args);
  const [name, folder, id] = positionals;
  if (name === undefined) throw new UsageError("Which command?");
  if (folder === undefined) throw new UsageError("Which folder?");
  switch (name) {
    case "verify":
    case "stats":
      return { name, folder };
    case "read":
      if (id === undefined) throw new UsageError("The id of which event?");
      return { name, folder, id };
    case "tail":
      return { name, folder, count: parseCount("--count", values.count) ?? DEFAULT_TAIL_COUNT };
    case "export":
      return { name, folder, fromSeq: parseCount("--from", values.from) ?? 0 };
    case "repair": {
      if (values.manifest) return { name: "rebuild", folder };
      const toOffset = parseCount("--to-offset", values["to-offset"]);
      if (toOffset === undefined)
        throw new UsageError(
          "repair cuts where --to-offset says; verify names the byte. Or it rebuilds the --manifest.",
        );
      return { name, folder, segment: values.segment, toOffset };
    }
    default:
      throw new UsageError(`There is no command "${name}".`);
  }
}

function parseOptions(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}

function parseCount(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new UsageError(`${option} takes a whole number.`);
  return value;
}
