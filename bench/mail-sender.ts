// A process of its own for `bench/mail.ts`, as a host with little memory runs one: everybody's digest from the plan to the
// provider's yes. Told by message which configuration; tells how long it took and the most memory that it had.
import { systemScope } from "@/lib/access/system-scope";
import type { Config } from "@/lib/config/config";
import { planDigests, sendDigests } from "@/lib/domains/digests/commands";
import { DIGEST_START_DEADLINE_MS } from "@/lib/domains/digests/schema";
import { createLogger } from "@/lib/log/logger";
import { buildServices } from "@/lib/services";
import { createTestClock } from "@/lib/testing/clock";

/** Turns at a time, as many as one process of the queue's function has. */
const AT_ONCE = 2;

process.once("message", ({ config, now }: { config: Config; now: string }) => {
  void send(config, now).then((result) => process.send?.(result, () => process.exit(0)));
});

async function send(config: Config, now: string): Promise<{ sent: number; elapsedSec: number; rssMb: number }> {
  const services = buildServices(config, { clock: createTestClock(now), log: createLogger("silent") });
  const start = performance.now();
  const tickAt = services.clock.now();
  const expiresAt = new Date(tickAt.getTime() + DIGEST_START_DEADLINE_MS);
  const { turns } = await planDigests(services, systemScope, { tickAt, expiresAt });
  const waiting = turns.map((turn) => turn.data).reverse();
  const most = { sent: 0, elapsedSec: 0, rssMb: 0 };
  const work = async () => {
    for (let turn = waiting.pop(); turn; turn = waiting.pop()) {
      const outcomes = await sendDigests(services, systemScope, turn);
      most.sent += outcomes.filter((outcome) => outcome === "sent").length;
      most.rssMb = Math.max(most.rssMb, process.memoryUsage.rss() / 1024 ** 2);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  most.elapsedSec = (performance.now() - start) / 1000;
  await services.close();
  return most;
}
