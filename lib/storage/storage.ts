import { openMultipart } from "./multipart";
import { openObjects } from "./objects";
import { createS3Client, type NoteCall, type StorageConfig } from "./s3-client";

export type Storage = ReturnType<typeof openStorage>;

/**
 * The one door to object storage, for every process. Sends nothing before the first call.
 * `note` hears of each call. Calls throw AppError unavailable (`storage_unreachable`, `storage_refused`, `storage_answer`); what is not there is `null`.
 */
export function openStorage(config: StorageConfig, note: NoteCall = () => undefined) {
  const client = createS3Client(config, config.endpoint, note);
  const publicClient =
    config.publicEndpoint === config.endpoint ? client : createS3Client(config, config.publicEndpoint, note);
  const bucket = { client, publicClient, name: config.bucket };
  return {
    ...openObjects(bucket),
    ...openMultipart(bucket),
    close(): void {
      client.destroy();
      publicClient.destroy();
    },
  };
}
