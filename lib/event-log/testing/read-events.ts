import type { StoredEvent } from "../event";

export async function readEvents(source: AsyncIterable<StoredEvent>): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of source) events.push(event);
  return events;
}
