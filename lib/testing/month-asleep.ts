import { systemScope } from "@/lib/access/system-scope";
import { READERS_DUE } from "@/lib/core/queue-events";
import { planDigests } from "@/lib/domains/digests/commands";
import { DIGEST_START_DEADLINE_MS } from "@/lib/domains/digests/schema";
import type { TestQueue } from "./queue";
import { type Readership, type ReaderWish, tellReaders } from "./readers";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** Somebody's digest hour comes at almost every time of the day. */
export const WISHES: ReaderWish[] = [
  { name: "Mara", timeZone: "Europe/Berlin", digestHour: 8 },
  { name: "Ines", timeZone: "America/New_York", digestHour: 8 },
  { name: "Otto", timeZone: "Asia/Kolkata", digestHour: 7 },
  { name: "Aroha", timeZone: "Pacific/Chatham", digestHour: 6 },
  { name: "Theo", timeZone: "America/Los_Angeles", digestHour: 20 },
  { name: "Yuki", timeZone: "UTC", digestHour: 0 },
];

/** Midnight (UTC) of the first day that the real time has not reached. */
export function findTomorrow(): Date {
  return new Date((Math.floor(Date.now() / DAY_MS) + 1) * DAY_MS);
}

/** Hours pass one by one, from one full hour to the next: at each come its ticks and what they set off. */
export async function passHours({ stack, server }: TestQueue, hours: number): Promise<void> {
  for (let hour = 0; hour < hours; hour++) {
    const hourNow = Math.floor(stack.clock.now().getTime() / HOUR_MS);
    stack.clock.set(new Date((hourNow + 1) * HOUR_MS));
    await server().tick();
    await server().settled();
  }
}

const ROUND_HOURS = 12;

/**
 * Days of news for everybody, each hour with its ticks; and every twelve hours a turn for whoever is due, as a scheduler
 * gives them that outlived its workers. @returns how many different turns were given.
 */
export async function passBusyDays(queue: TestQueue, readership: Readership, days: number): Promise<number> {
  const given = new Set<string>();
  for (let round = 0; round < (days * 24) / ROUND_HOURS; round++) {
    await passHours(queue, ROUND_HOURS);
    await tellReaders(queue.stack.services, readership, `Take ${round + 1} is up.`);
    for (const id of await giveTurns(queue)) given.add(id);
  }
  return given.size;
}

async function giveTurns({ stack, context }: TestQueue): Promise<string[]> {
  const tickAt = stack.services.clock.now();
  const expiresAt = new Date(tickAt.getTime() + DIGEST_START_DEADLINE_MS);
  const { turns } = await planDigests(stack.services, systemScope, { tickAt, expiresAt });
  await context.inngest.send(turns.map((turn) => ({ ...turn, name: READERS_DUE })));
  return turns.map(({ id }) => id);
}
