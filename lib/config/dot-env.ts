import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";

/** Lays the file's variables under those that are already set. A file that is not there is no error. */
export function loadDotEnv(file: string): void {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
    throw error;
  }
  for (const [name, value] of Object.entries(parseEnv(text))) {
    process.env[name] ??= value;
  }
}
