import { pino } from "pino";

export type Level = "debug" | "info" | "warn" | "error";

/** One line of the log: when, how grave, who, what, and whatever else was said with it. */
export interface Entry {
  /** ISO, UTC. */
  time: string;
  level: Level;
  part: string;
  msg: string;
  [field: string]: unknown;
}

const LEVELS: Record<string, Level> = { trace: "debug", fatal: "error", debug: "debug", info: "info", warn: "warn" };
/** How PostgreSQL's own lines begin (manual, table 19.2). */
const POSTGRES_LEVELS: Record<string, Level> = {
  LOG: "info",
  INFO: "info",
  NOTICE: "info",
  WARNING: "warn",
  ERROR: "error",
  FATAL: "error",
  PANIC: "error",
};
const LONGEST_LINE = 64 * 1024;

/** What a part said as an entry: a JSON line of pino keeps its fields, any other text becomes the message. */
export function readEntry(part: string, level: Level, line: string, now: Date): Entry {
  const text = line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)} …` : line;
  return readPino(part, text) ?? { time: now.toISOString(), ...readText(part, level, text), part };
}

function readPino(part: string, line: string): Entry | null {
  if (!line.startsWith("{")) return null;
  const { level, time, msg, ...fields } = parseObject(line) ?? {};
  if (typeof level !== "number" || typeof time !== "number" || Number.isNaN(new Date(time).getTime())) return null;
  const name = pino.levels.labels[level] ?? "error";
  const message = typeof msg === "string" ? msg : "";
  return { ...fields, time: new Date(time).toISOString(), level: LEVELS[name] ?? "error", part, msg: message };
}

function readText(part: string, level: Level, line: string): { level: Level; msg: string } {
  const [, word = "", rest = ""] = /^([A-Z]+): {1,2}(.*)$/s.exec(line) ?? [];
  const named = part === "postgres" ? POSTGRES_LEVELS[word] : undefined;
  return named ? { level: named, msg: rest } : { level, msg: line };
}

function parseObject(line: string): Record<string, unknown> | null {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch (error) {
    // It only began like one.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** As it stands in the file: the four that every entry has come first. */
export function formatJson({ time, level, part, msg, ...fields }: Entry): string {
  return JSON.stringify({ time, level, part, msg, ...fields });
}

const HIDDEN_FIELDS = new Set(["time", "level", "part", "msg", "pid"]);

/** For eyes: the part, the message, then the fields. Null for what is in the file and needs nobody's eyes. */
export function formatPretty(entry: Entry): string | null {
  const { level, part, msg } = entry;
  if (part === "postgres" && level === "info") return null;
  const fields = Object.entries(entry)
    .filter(([name]) => !HIDDEN_FIELDS.has(name))
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  const grave = level === "warn" || level === "error" ? `${level}: ` : "";
  return `${part.padEnd(8)} | ${[`${grave}${msg}`, ...fields].join(" ")}`;
}
