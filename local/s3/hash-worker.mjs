// Runs on a worker thread and is plain JavaScript, so that it starts without a compiler under any runner.
// Blocks of bytes arrive by transfer (no copy), are hashed and, when the job has a file, appended to it.
import { createHash } from "node:crypto";
import { writeSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { crc32 } from "node:zlib";
import { Crc64Nvme } from "@aws-sdk/crc64-nvme";
import { updateCrc32c } from "./crc32c.mjs";

function createCrc(update) {
  let value = 0;
  return {
    update(bytes) {
      value = update(value, bytes);
    },
    digest() {
      const out = Buffer.alloc(4);
      out.writeUInt32BE(value >>> 0);
      return out;
    },
  };
}

function createDigest(algorithm) {
  if (algorithm === "crc32") return createCrc((value, bytes) => crc32(bytes, value));
  if (algorithm === "crc32c") return createCrc(updateCrc32c);
  if (algorithm === "crc64nvme") return new Crc64Nvme();
  return createHash(algorithm);
}

const jobs = new Map();

function addBlock(job, message) {
  const bytes = new Uint8Array(message.buffer, 0, message.sizeBytes);
  for (let done = 0; job.fd !== null && done < bytes.length; ) done += writeSync(job.fd, bytes, done);
  for (const digest of job.digests.values()) digest.update(bytes);
  parentPort.postMessage({ kind: "block", id: message.id, buffer: message.buffer }, [message.buffer]);
}

async function finishJob(job, id) {
  jobs.delete(id);
  const digests = {};
  for (const [algorithm, digest] of job.digests)
    digests[algorithm] = Buffer.from(await digest.digest()).toString("base64");
  parentPort.postMessage({ kind: "finished", id, digests });
}

async function handleMessage(message) {
  const { kind, id } = message;
  if (kind === "open") {
    jobs.set(id, { fd: message.fd, digests: new Map(message.algorithms.map((name) => [name, createDigest(name)])) });
  } else if (kind === "cancel") {
    jobs.delete(id);
    parentPort.postMessage({ kind: "cancelled", id });
  } else {
    const job = jobs.get(id);
    if (job && kind === "block") addBlock(job, message);
    if (job && kind === "finish") await finishJob(job, id);
  }
}

parentPort.on("message", (message) => {
  handleMessage(message).catch((error) => {
    jobs.delete(message.id);
    parentPort.postMessage({ kind: "failed", id: message.id, code: error.code, reason: error.message });
  });
});
