import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { StoredEvent } from "@/lib/event-log/event";

/** One event a line, no faster than `out` takes them. When the reader of a pipe has seen enough (`head`), that is an end, too. */
export async function writeEvents(events: AsyncIterable<StoredEvent>, out: Writable): Promise<void> {
  try {
    await pipeline(Readable.from(renderLines(events)), out, { end: false });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPIPE")) throw error;
  }
}

async function* renderLines(events: AsyncIterable<StoredEvent>): AsyncIterable<string> {
  for await (const event of events) yield `${JSON.stringify(event)}\n`;
}
