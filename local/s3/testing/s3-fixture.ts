import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  type S3ClientConfig,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { Clock } from "@/lib/core/clock";
import { type S3Options, startS3 } from "../server";

export const bucket = "band";
export const origin = "http://127.0.0.1:3000";
export const credentials = { accessKeyId: "segno", secretAccessKey: "a-secret-of-the-test" };

export function createClient(url: string, config: S3ClientConfig = {}): S3Client {
  return new S3Client({
    endpoint: url,
    region: "us-east-1",
    forcePathStyle: true,
    credentials,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    maxAttempts: 1,
    ...config,
  });
}

/** A clock that a test moves; it runs along with real time, as the SDK signs with that. */
export class MovedClock implements Clock {
  #aheadMs = 0;

  now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }

  moveDays(days: number): void {
    this.#aheadMs += days * 24 * 3600_000;
  }
}

export async function startTestS3(overrides: Partial<S3Options> = {}) {
  const isOwnFolder = overrides.folder === undefined;
  const folder = overrides.folder ?? (await mkdtemp(path.join(tmpdir(), "segno-s3-")));
  const reports: string[] = [];
  const standIn = await startS3({
    folder,
    host: "127.0.0.1",
    port: 0,
    ...credentials,
    region: "us-east-1",
    bucket,
    allowedOrigins: [origin],
    onReport: (report) => reports.push(report.message),
    ...overrides,
  });
  const client = createClient(standIn.url);
  const close = async () => {
    client.destroy();
    await standIn.close();
    if (isOwnFolder) await rm(folder, { recursive: true, force: true });
  };
  return { url: standIn.url, folder, reports, client, standIn, close };
}

export type TestS3 = Awaited<ReturnType<typeof startTestS3>>;

/** A presigned PUT that allows exactly these bytes of this type. */
export async function presignPut(
  client: S3Client,
  input: Omit<PutObjectCommandInput, "Bucket">,
  expiresIn = 60,
): Promise<string> {
  return getSignedUrl(client, new PutObjectCommand({ Bucket: bucket, ...input }), {
    expiresIn,
    signableHeaders: new Set(["content-type", "content-length"]),
  });
}

export async function createUpload(client: S3Client, key: string): Promise<string> {
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ Bucket: bucket, Key: key, ContentType: "audio/wav" }),
  );
  if (!UploadId) throw new Error("no upload id");
  return UploadId;
}

export interface PartTarget {
  key: string;
  uploadId: string;
  partNumber: number;
  sizeBytes: number;
  sha256?: string;
}

export async function presignPart(client: S3Client, part: PartTarget): Promise<string> {
  const command = new UploadPartCommand({
    Bucket: bucket,
    Key: part.key,
    UploadId: part.uploadId,
    PartNumber: part.partNumber,
    ContentLength: part.sizeBytes,
    ChecksumSHA256: part.sha256,
  });
  return getSignedUrl(client, command, {
    expiresIn: 60,
    signableHeaders: new Set(["content-length"]),
    unhoistableHeaders: new Set(["x-amz-checksum-sha256"]),
  });
}

export function putBytes(url: string, body: Buffer | string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: "PUT", body: typeof body === "string" ? body : new Uint8Array(body), headers });
}

export async function putPart(client: S3Client, target: Omit<PartTarget, "sizeBytes">, body: Buffer): Promise<string> {
  const response = await putBytes(await presignPart(client, { ...target, sizeBytes: body.length }), body);
  if (response.status !== 200) throw new Error(`part refused: ${response.status} ${await response.text()}`);
  return response.headers.get("etag") ?? "";
}

export async function errorCode(response: Response): Promise<string | undefined> {
  return /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1];
}

/** The S3 error code and status a command was refused with; null when it was not. */
export async function refusalOf(work: Promise<unknown>): Promise<{ name: string; status: number | undefined } | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const metadata = "$metadata" in error ? error.$metadata : undefined;
    const hasStatus = typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata;
    return { name: error.name, status: hasStatus ? Number(metadata.httpStatusCode) : undefined };
  }
}

/** Sends half of what was announced, then cuts the line. Fails when the server answered before that. */
export function cutPut(url: string, body: Buffer, headers: Record<string, string> = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: "PUT", headers: { "content-length": body.length, ...headers } });
    request.on("response", (response) => reject(new Error(`answered too early: ${response.statusCode}`)));
    request.on("error", () => resolve());
    request.write(body.subarray(0, body.length / 2), () => setTimeout(() => request.destroy(), 30));
  });
}

/** What lies in the bucket's data folder: to prove that nothing was left behind. */
export async function listData(folder: string): Promise<string[]> {
  return readdir(path.join(folder, bucket, "data"), { recursive: true });
}

export function sound(sizeBytes: number): Buffer {
  return randomBytes(sizeBytes);
}

export const mebibyte = 1024 ** 2;
