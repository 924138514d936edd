import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** Passes a child's output on, line by line, with its name before it. */
export function printLines(name: string, stream: Readable | null, print: (line: string) => void): void {
  if (stream === null) return;
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on("line", (line) => {
    if (line.trim() !== "") print(`${name.padEnd(8)} | ${line}`);
  });
}
