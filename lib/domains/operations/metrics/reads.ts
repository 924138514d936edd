import { createHash, timingSafeEqual } from "node:crypto";
import { AppError } from "@/lib/core/errors";
import { queueEventSchemas } from "@/lib/core/queue-events";
import type { SharedFigures } from "@/lib/metrics/metrics";
import type { Services } from "@/lib/services";
import { KNOWN_WORK } from "./rules";
import { countOutbox, countWaiting } from "./store";

const LIMIT_MS = 3_000;

/** Who asks: what they bring, and whether they sit at this very machine. */
export interface MetricsReader {
  bearer: string | null;
  isAtThisMachine: boolean;
}

/**
 * This process's figures as Prometheus reads them, with those of the database, which every process tells alike. A database that is
 * away is a figure, not a failure. @throws AppError unauthenticated to whoever has no right to them.
 */
export async function readMetrics(services: Services, reader: MetricsReader): Promise<string> {
  requireReader(services, reader);
  const { metrics, live, database } = services;
  const { totalCount: open, idleCount: idle, waitingCount: waiting, options } = database.pool;
  metrics.setProcessFigures({
    streams: live.readStreamFigures(),
    pool: { open, idle, waiting, most: options.max ?? 0 },
  });
  metrics.setSharedFigures(await readShared(services));
  return metrics.render();
}

/** With a token set, it alone opens them; without one, whoever sits at the machine of a Segno that is served there alone. */
function requireReader({ config }: Services, { bearer, isAtThisMachine }: MetricsReader): void {
  const { metricsToken } = config;
  if (metricsToken === null ? isAtThisMachine : isSame(bearer ?? "", metricsToken)) return;
  throw new AppError(
    "unauthenticated",
    "metrics_token",
    "These figures are for whoever runs this Segno. Set METRICS_TOKEN and send it as Authorization: Bearer ….",
  );
}

/** Takes as long for a wrong one as for the right one, whatever their lengths. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

async function readShared({ db, clock, log }: Services): Promise<SharedFigures | null> {
  try {
    const [waiting, outbox] = await within(Promise.all([countWaiting(db), countOutbox(db)]));
    const oldest = Math.min(...outbox.map(({ oldestAt }) => oldestAt.getTime()), clock.now().getTime());
    const counted = new Map(outbox.map(({ name, count }) => [name, count]));
    return {
      waiting: KNOWN_WORK.map(({ work, state }) => ({
        ...{ work, state },
        count: waiting.find((one) => one.work === work && one.state === state)?.count ?? 0,
      })),
      outbox: Object.keys(queueEventSchemas).map((event) => ({ event, count: counted.get(event) ?? 0 })),
      outboxOldestSec: (clock.now().getTime() - oldest) / 1_000,
    };
  } catch (err) {
    log.warn({ err }, "the database's figures could not be read");
    return null;
  }
}

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new AppError("unavailable", "database_slow", "The database did not answer within 3 seconds.");
    timer = setTimeout(() => reject(error), LIMIT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
