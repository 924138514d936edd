import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Level } from "./entry";
import type { TakeLine } from "./log";

/** Passes a child's output on, line by line. What a part says on its error stream is at least worth a look. */
export function takeLines(
  part: string,
  streams: { stdout: Readable | null; stderr: Readable | null },
  take: TakeLine,
): void {
  takeStream(part, "info", streams.stdout, take);
  takeStream(part, "warn", streams.stderr, take);
}

function takeStream(part: string, level: Level, stream: Readable | null, take: TakeLine): void {
  if (stream === null) return;
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on("line", (line) => {
    if (line.trim() !== "") take(part, level, line);
  });
}
