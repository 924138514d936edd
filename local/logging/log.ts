import path from "node:path";
import { type Entry, formatJson, formatPretty, type Level, readEntry } from "./entry";
import { LogFile } from "./log-file";

/** Takes a line that a part said. */
export type TakeLine = (part: string, level: Level, line: string) => void;

/** Where everything goes that a part or the supervisor says: to the log file, and to whoever looks on. */
export interface Log {
  take: TakeLine;
  /** What the supervisor says itself. `pretty`: how it looks to eyes, when that is more than a line; null: they saw it. */
  say: (msg: string, more?: { level?: Level; fields?: Record<string, unknown>; pretty?: string | null }) => void;
  close: () => void;
}

const MAX_BYTES = 10 * 1024 * 1024;
const KEEP = 5;
const OWN_PART = "segno";

export function locateLogs(dataDir: string): string {
  return path.join(dataDir, "logs");
}

/** @param output what is printed, a line or more each; `isPretty` for eyes, else JSON */
export function openLog(
  dataDir: string,
  output: { isPretty: boolean; print: (text: string) => void },
  options = { maxBytes: MAX_BYTES, keep: KEEP },
): Log {
  const file = new LogFile(locateLogs(dataDir), options);
  const describeLoss = (lostLines: number) =>
    formatJson(createEntry("warn", `${lostLines} lines before this one could not be written.`));
  const emit = (entry: Entry, pretty: string | null): void => {
    const hadLost = file.lostLines > 0;
    const json = formatJson(entry);
    file.write(json, describeLoss);
    const shown = output.isPretty ? pretty : json;
    if (shown !== null) output.print(shown);
    if (hadLost || file.lostLines === 0) return;
    const trouble = createEntry("warn", `The log file in ${file.folder} can't be written. Is the disk full?`);
    output.print(output.isPretty ? trouble.msg : formatJson(trouble));
  };
  return {
    take: (part, level, line) => {
      const entry = readEntry(part, level, line, new Date());
      emit(entry, formatPretty(entry));
    },
    say: (msg, { level = "info", fields = {}, pretty = msg } = {}) =>
      emit({ ...fields, ...createEntry(level, msg) }, pretty),
    close: () => file.close(),
  };
}

function createEntry(level: Level, msg: string): Entry {
  return { time: new Date().toISOString(), level, part: OWN_PART, msg };
}
