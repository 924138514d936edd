import { appendFileSync, existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** What a step did to the outside world. Tests judge by these, never by what the server says of itself. */
export interface Effect {
  phase: "begin" | "end" | "failure" | "body";
  runId: string;
  step: string;
  attempt: number;
  /** Which app process did it. */
  app: string;
  /** ms since 1970, of the process's own clock. */
  at: number;
  [extra: string]: unknown;
}

const fileName = "effects.ndjson";
const gatePollMs = 5;

/** Appends one line: whole, whoever else writes at the same time, and there after kill -9. */
export function recordEffect(folder: string, effect: Omit<Effect, "at">): void {
  appendFileSync(path.join(folder, fileName), `${JSON.stringify({ ...effect, at: Date.now() })}\n`);
}

export function readEffects(folder: string): Effect[] {
  const file = path.join(folder, fileName);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Effect);
}

export function nameGate(folder: string, gate: string): string {
  return path.join(folder, `gate-${gate}`);
}

/** Holds a step until the test opens its gate. */
export async function passGate(folder: string, gate: string): Promise<void> {
  while (!existsSync(nameGate(folder, gate))) await new Promise((resolve) => setTimeout(resolve, gatePollMs));
}
