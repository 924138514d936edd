import { statfs } from "node:fs/promises";
import { hostname } from "node:os";
import type { SystemScope } from "@/lib/access/system-scope";
import { AppError } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import type { Services } from "@/lib/services";
import { version as segnoVersion } from "@/package.json";
import { proveStorage } from "../proving/commands";
import { BEATS_KEPT_MS } from "./rules";
import type { ProcessFacts, ServedFunction } from "./schema";
import { deleteBeat, deleteBeatsBefore, readDatabaseVersions, writeBeat } from "./store";

interface Identity {
  id: string;
  startedAt: Date;
}

const identities = new WeakMap<Services, Identity>();

function identify(services: Services): Identity {
  const known = identities.get(services);
  if (known) return known;
  const identity = { id: createId(), startedAt: services.clock.now() };
  identities.set(services, identity);
  return identity;
}

/** The storage is asked for so long; one that hangs is unknown, and the sign of life is given all the same. */
const PROOF_LIMIT_MS = 3_000;

/**
 * A sign of life: this process is there, sees this storage, runs these versions with this configuration, and serves these
 * functions. Forgets those who are gone for a day. Twice changes nothing.
 */
export async function beat(services: Services, _scope: SystemScope, functions: ServedFunction[]): Promise<void> {
  const { id, startedAt } = identify(services);
  const now = services.clock.now();
  const facts = await gatherFacts(services, functions);
  await writeBeat(services.db, { id, host: hostname(), startedAt, lastBeatAt: now, facts });
  await deleteBeatsBefore(services.db, new Date(now.getTime() - BEATS_KEPT_MS));
}

/** The process ends in peace: nobody is to miss it. */
export async function sayGoodbye(services: Services, _scope: SystemScope): Promise<void> {
  await deleteBeat(services.db, identify(services).id);
}

async function gatherFacts(services: Services, functions: ServedFunction[]): Promise<ProcessFacts> {
  const { config } = services;
  const [tools, database, storage, disk] = await Promise.all([
    services.audioTools(),
    readDatabaseVersions(services.db),
    lookAtStorage(services),
    lookAtDisk(services),
  ]);
  return {
    pid: process.pid,
    versions: { segno: segnoVersion, node: process.versions.node, ffmpeg: tools.ffmpegVersion, ...database },
    storage: { ...storage, endpoint: config.s3.endpoint, bucket: config.s3.bucket },
    configuration: config.fingerprints,
    disk,
    functions,
  };
}

async function lookAtStorage(services: Services): Promise<Pick<ProcessFacts["storage"], "state" | "detail">> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), PROOF_LIMIT_MS);
  });
  try {
    if ((await Promise.race([proveStorage(services), late])) === "late") {
      return { state: "unknown", detail: "It does not answer." };
    }
    return { state: "same", detail: null };
  } catch (error) {
    if (!(error instanceof AppError)) {
      services.log.warn({ err: error }, "whether this storage is the database's could not be asked");
      return { state: "unknown", detail: "It could not be asked." };
    }
    return { state: error.reason === "other_storage" ? "other" : "unknown", detail: error.message };
  } finally {
    clearTimeout(timer);
  }
}

/** The disk under the data folder: that of the stand-ins, where they run here. One that can't be read costs no sign of life. */
async function lookAtDisk({ config, log }: Services): Promise<ProcessFacts["disk"]> {
  const folder = config.dataDir;
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { folder, freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch (err) {
    if (!(err instanceof Error && "code" in err && err.code === "ENOENT")) {
      log.warn({ err }, "the disk under the data folder could not be read");
    }
    return null;
  }
}
