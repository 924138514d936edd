import { mkdir, realpath } from "node:fs/promises";
import http from "node:http";
import { availableParallelism } from "node:os";
import { type Clock, systemClock } from "@/lib/core/clock";
import { lockFolder } from "@/lib/event-log/lock";
import type { HeldStandIn } from "@/local/stand-in";
import { Buckets } from "./bucket-folder";
import { handleRequest } from "./handler";
import { HashPool } from "./hash-pool";
import { loadBucket } from "./load-bucket";
import { MultipartStore } from "./multipart-store";
import { ObjectStore } from "./object-store";
import type { S3Context } from "./s3-context";
import { keepSweeping } from "./sweep";

export interface S3Options {
  folder: string;
  host: string;
  /** 0: a free one. */
  port: number;
  accessKeyId: string;
  secretAccessKey: string;
  region: string;
  /** Created at start when it is missing. */
  bucket: string;
  /** Origins whose pages may read and write with presigned URLs. */
  allowedOrigins: string[];
  maxObjectBytes?: number;
  /** Room that bodies leave on the disk, for records; below it a body is answered with 507. Default 64 MiB. */
  minFreeBytes?: number;
  /** What each bucket may hold; beyond it a body is answered with 507. Default: no bound but the disk. */
  quotaBytes?: number;
  /** How often orphans and old uploads are looked for, after the start. Default: every hour. */
  sweepEveryMs?: number;
  clock?: Clock;
  onReport?: (report: { level: "warn" | "error"; message: string; cause?: unknown }) => void;
}

const maxObjectBytesDefault = 5 * 1024 ** 4;
const minFreeBytesDefault = 64 * 1024 ** 2;
const sweepEveryMsDefault = 3600_000;
const idleTimeoutMs = 120_000;
const keepAliveTimeoutMs = 30_000;

/**
 * Starts an S3-protocol server over a folder.
 * @throws AppError unavailable/log_locked when another process serves the folder, or the Node error when it cannot listen
 * (EADDRINUSE, EACCES) or the folder cannot be used.
 */
export async function startS3(options: S3Options): Promise<HeldStandIn> {
  await mkdir(options.folder, { recursive: true });
  const root = await realpath(options.folder);
  const unlock = await lockFolder(root, () => undefined);
  try {
    return await serveFolder(options, root, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function serveFolder(options: S3Options, root: string, unlock: () => Promise<void>): Promise<HeldStandIn> {
  const buckets = await Buckets.find(root, options.quotaBytes ?? Number.POSITIVE_INFINITY);
  const context = createContext(options, buckets);
  for (const bucket of buckets.list()) await loadBucket(context, bucket);
  await buckets.create(options.bucket);
  const stopSweeping = await keepSweeping(context, options.sweepEveryMs ?? sweepEveryMsDefault);
  const running = new Set<Promise<void>>();
  const answer = (source: http.IncomingMessage, response: http.ServerResponse) => {
    const work = handleRequest(context, source, response).finally(() => running.delete(work));
    running.add(work);
  };
  // An upload may take hours; what must not last is silence on the line.
  const server = http.createServer({ requestTimeout: 0, keepAliveTimeout: keepAliveTimeoutMs, noDelay: true }, answer);
  server.setTimeout(idleTimeoutMs);
  // Answered by us, so that a refused upload is refused before its bytes travel.
  server.on("checkContinue", answer);
  let closing: Promise<void> | null = null;
  const finish = async () => {
    await stopSweeping();
    // Requests cut off clean up after themselves before the threads they write with go.
    await Promise.allSettled(running);
    await context.pool.close();
    await unlock();
  };
  try {
    const port = await listen(server, options);
    const host = options.host.includes(":") ? `[${options.host}]` : options.host;
    const close = () => (closing ??= stopListening(server).then(finish));
    return { url: `http://${host}:${port}`, close, hold: () => buckets.gate.hold() };
  } catch (error) {
    await finish();
    throw error;
  }
}

function createContext(options: S3Options, buckets: Buckets): S3Context {
  const clock = options.clock ?? systemClock;
  const objects = new ObjectStore();
  return {
    buckets,
    clock,
    signingKey: {
      accessKeyId: options.accessKeyId,
      secretAccessKey: options.secretAccessKey,
      region: options.region,
    },
    allowedOrigins: options.allowedOrigins,
    limits: {
      maxBytes: options.maxObjectBytes ?? maxObjectBytesDefault,
      minFreeBytes: options.minFreeBytes ?? minFreeBytesDefault,
    },
    pool: new HashPool(Math.min(4, availableParallelism())),
    objects,
    multiparts: new MultipartStore(objects, clock),
    report: options.onReport ?? (() => undefined),
  };
}

function listen(server: http.Server, { host, port }: S3Options): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

async function stopListening(server: http.Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
