import type { LogReader } from "@/lib/event-log/reader";

/** `types` counts events by their type; the times are those of the first and the last event. */
export async function collectStats(reader: LogReader) {
  const types = new Map<string, number>();
  let firstTime: string | null = null;
  let lastTime: string | null = null;
  for await (const { type, time } of reader.scan()) {
    types.set(type, (types.get(type) ?? 0) + 1);
    firstTime ??= time;
    lastTime = time;
  }
  return { ...reader.stats, firstTime, lastTime, types: Object.fromEntries([...types].sort()) };
}
