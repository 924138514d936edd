import type { Clock } from "@/lib/core/clock";
import type { Buckets } from "./bucket-folder";
import type { HashPool } from "./hash-pool";
import type { MultipartStore } from "./multipart-store";
import type { ObjectStore } from "./object-store";
import type { BodyLimits } from "./receive-body";
import type { SigningKey } from "./sigv4";

/** What every request needs, built once by the server. */
export interface S3Context {
  /** Their root is resolved and absolute: no symbolic link in it. */
  buckets: Buckets;
  clock: Clock;
  signingKey: SigningKey;
  allowedOrigins: readonly string[];
  limits: BodyLimits;
  pool: HashPool;
  objects: ObjectStore;
  multiparts: MultipartStore;
  report(report: { level: "warn" | "error"; message: string; cause?: unknown }): void;
}
