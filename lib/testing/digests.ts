import { systemScope } from "@/lib/access/system-scope";
import { MAX_READERS_DUE } from "@/lib/core/queue-events";
import { type DigestOutcome, planDigests, sendDigests } from "@/lib/domains/digests/commands";
import { DIGEST_START_DEADLINE_MS } from "@/lib/domains/digests/schema";
import type { Services } from "@/lib/services";

export type Turn = Parameters<typeof sendDigests>[2];

/** A look at whose digest is due now. @returns the turns that it gives, of `size` readers at most. */
export async function planTurns(services: Services, size: number = MAX_READERS_DUE): Promise<Turn[]> {
  const tickAt = services.clock.now();
  const expiresAt = new Date(tickAt.getTime() + DIGEST_START_DEADLINE_MS);
  const { turns } = await planDigests(services, systemScope, { tickAt, expiresAt });
  return turns.flatMap(({ data }) => {
    const starts = Array.from({ length: Math.ceil(data.readers.length / size) }, (_, part) => part * size);
    return starts.map((at) => ({ ...data, readers: data.readers.slice(at, at + size) }));
  });
}

/** Takes turns one after another. @returns how each reader's came out. */
export async function takeTurns(services: Services, turns: readonly Turn[]): Promise<DigestOutcome[]> {
  const outcomes: DigestOutcome[] = [];
  for (const turn of turns) outcomes.push(...(await sendDigests(services, systemScope, turn)));
  return outcomes;
}
