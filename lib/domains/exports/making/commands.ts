import type { PersonActor } from "@/lib/access/actor";
import type { SystemScope } from "@/lib/access/system-scope";
import { AppError, notFound } from "@/lib/core/errors";
import { buildExportKey } from "@/lib/core/object-keys";
import { transact } from "@/lib/db/client";
import type { Services } from "@/lib/services";
import { writeStream } from "@/lib/storage/write-stream";
import { openArchive } from "../archive/reads";
import { openReport } from "../report/reads";
import { EXPORT_KEPT_MS, RUNNING_LEASE_MS } from "../rules";
import { exportRequestSchema } from "../schema";
import { removeObjects } from "../sweeping/commands";

import { openNotes, type Product } from "./reads";
import { claimExport, completeExport, failExportRow, failRun, findPerson, type Job, reportProgress } from "./store";

interface Target {
  exportId: string;
  run: number;
}

/** `stopped`: it was cancelled, asked for again, or another took it up. */
export type MakingOutcome = "done" | "failed" | "stopped";

/** It is no longer this process's to make. */
class Superseded extends Error {}

/**
 * Makes a file and stores it. Whoever dies on the way leaves it to the next, who begins anew; what is left of the dead is removed.
 * @throws AppError unavailable when another try may help.
 */
export async function makeExport(services: Services, scope: SystemScope, target: Target): Promise<MakingOutcome> {
  const job = await transact(services.db, (tx) => claimExport(scope, tx, target, leaseFrom(services)));
  if (!job) return "stopped";
  try {
    return await make(services, scope, job);
  } catch (error) {
    if (error instanceof Superseded) return "stopped";
    if (!(error instanceof AppError) || error.code === "unavailable") throw error;
    const { reason, message } = error;
    await failExportRow(scope, services.db, job, { reason, message, finishedAt: services.clock.now() });
    return "failed";
  }
}

async function make(services: Services, scope: SystemScope, job: Job): Promise<MakingOutcome> {
  const product = await open(services, scope, job);
  const key = buildExportKey({ projectId: job.projectId, exportId: job.id }, job.attempt);
  await report(services, scope, job, { bytesTotal: product.sizeBytes });
  const { contentType, fileName } = product;
  const sizeBytes = await writeStream(
    services.storage,
    {
      ...{ key, contentType },
      onBegun: (storageId) => report(services, scope, job, { storageId }),
      onArrived: (bytesDone) => report(services, scope, job, { bytesDone }),
    },
    product.open(),
  );
  const finishedAt = services.clock.now();
  const expiresAt = new Date(finishedAt.getTime() + EXPORT_KEPT_MS);
  const { report: told } = product;
  const file = { fileName, contentType, sizeBytes, finishedAt, expiresAt, ...(told && { report: told }) };
  if (!(await completeExport(scope, services.db, job, file))) {
    await services.storage.delete(key);
    return "stopped";
  }
  await removeObjects(services, { projectId: job.projectId, exportId: job.id }, { key });
  return "done";
}

/** What is to be made, with the rights of the one who asked as they are now. */
async function open(services: Services, scope: SystemScope, job: Job): Promise<Product> {
  const actor = await actFor(services, scope, job);
  const request = exportRequestSchema.parse(job.request);
  const { songId, versionId, projectId } = job;
  if (request.kind === "report") return await openReport(services, actor, projectId, request);
  if (projectId === null) throw notFound("project");
  if (request.kind === "archive") return await openArchive(services, actor, projectId);
  if (songId === null || versionId === null) throw notFound("version");
  return await openNotes(services, actor, { songId, versionId }, request);
}

async function actFor(services: Services, scope: SystemScope, job: Job): Promise<PersonActor> {
  const person = await findPerson(scope, services.db, job.createdById);
  if (!person) throw notFound("account");
  const { name, email, emailVerifiedAt } = person;
  const isVerified = emailVerifiedAt !== null;
  return {
    ...{ kind: "token", accountId: job.createdById, name, email, isVerified },
    ...{ isAdmin: false, credentialId: job.id },
  };
}

/** @throws Superseded. */
async function report(
  services: Services,
  scope: SystemScope,
  job: Job,
  progress: { bytesDone?: number; bytesTotal?: number | null; storageId?: string },
): Promise<void> {
  const { leaseUntil } = leaseFrom(services);
  if (await reportProgress(scope, services.db, job, { ...progress, leaseUntil })) return;
  throw new Superseded();
}

function leaseFrom({ clock }: Services): { now: Date; leaseUntil: Date } {
  const now = clock.now();
  return { now, leaseUntil: new Date(now.getTime() + RUNNING_LEASE_MS) };
}

/** The queue has tried often enough. */
export async function failExport(services: Services, scope: SystemScope, target: Target): Promise<void> {
  const message = "File storage or the database did not answer. Nothing is lost: try again in a while.";
  await failRun(scope, services.db, target, { reason: "gave_up", message, finishedAt: services.clock.now() });
}
