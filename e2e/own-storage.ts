import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startS3 } from "@/local/s3/server";

const KEYS = { accessKeyId: "segnotest", secretAccessKey: "segno-test-secret", region: "auto", bucket: "segno" };

export interface OwnStorage {
  url: string;
  folder: string;
  /** Its CORS rule, heeded from request to request. */
  allowedOrigins: string[];
  /** The app's variables for it; browsers reach it at another address, if one is given. */
  variables: (publicUrl?: string) => Record<string, string>;
  close: () => Promise<void>;
}

/** A storage that the test itself runs, and can set up wrongly, as somebody sets up a bucket. */
export async function startOwnStorage(allowedOrigins: string[]): Promise<OwnStorage> {
  const folder = await mkdtemp(path.join(tmpdir(), "segno-storage-"));
  const server = await startS3({ ...KEYS, folder, host: "127.0.0.1", port: 0, allowedOrigins });
  return {
    url: server.url,
    folder,
    allowedOrigins,
    variables: (publicUrl = server.url) => ({
      S3_ENDPOINT: server.url,
      S3_PUBLIC_ENDPOINT: publicUrl,
      S3_REGION: KEYS.region,
      S3_BUCKET: KEYS.bucket,
      S3_ACCESS_KEY_ID: KEYS.accessKeyId,
      S3_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
    }),
    close: async () => {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
