import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { bucket, keys } from "./keys";
import { type Put, putAll } from "./transfer";

const Bucket = bucket;

/** What the benchmark asks of a storage: everything signed ahead, so that signing is not measured. */
export class StorageCalls {
  readonly #client: S3Client;

  constructor(url: string) {
    this.#client = new S3Client({
      endpoint: url,
      region: keys.region,
      credentials: keys,
      forcePathStyle: true,
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    });
  }

  /** @returns the seconds that the parts took, and those of Complete. */
  async upload(
    Key: string,
    parts: readonly Buffer[],
    inFlight: number,
  ): Promise<{ partsSec: number; completeSec: number }> {
    const { UploadId } = await this.#client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const puts: Put[] = [];
    for (const [index, body] of parts.entries()) {
      const command = new UploadPartCommand({
        Bucket,
        Key,
        UploadId,
        PartNumber: index + 1,
        ContentLength: body.length,
      });
      puts.push({ url: await this.#sign(command), body });
    }
    const startedMs = performance.now();
    const etags = await putAll(puts, inFlight);
    const sentMs = performance.now();
    const Parts = etags.map((ETag, index) => ({ PartNumber: index + 1, ETag }));
    await this.#client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
    return { partsSec: (sentMs - startedMs) / 1000, completeSec: (performance.now() - sentMs) / 1000 };
  }

  async signGet(Key: string): Promise<string> {
    return this.#sign(new GetObjectCommand({ Bucket, Key }));
  }

  async putSmall(names: readonly string[], inFlight: number): Promise<void> {
    const puts: Put[] = [];
    for (const Key of names) {
      puts.push({ url: await this.#sign(new PutObjectCommand({ Bucket, Key })), body: Buffer.from("la") });
    }
    await putAll(puts, inFlight);
  }

  /** All pages of a list, one after the other. The SDK's parser takes longer than the server, so the XML is only looked at. */
  async list(Prefix: string): Promise<number> {
    let count = 0;
    let ContinuationToken: string | undefined;
    do {
      const url = await this.#sign(new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken }));
      const xml = await (await fetch(url)).text();
      count += xml.split("<Contents>").length - 1;
      ContinuationToken = /<NextContinuationToken>([^<]+)</.exec(xml)?.[1];
    } while (ContinuationToken);
    return count;
  }

  #sign(command: GetObjectCommand | ListObjectsV2Command | PutObjectCommand | UploadPartCommand): Promise<string> {
    const options = { expiresIn: 3600, signableHeaders: new Set(["host", "content-length"]) };
    if (command instanceof GetObjectCommand) return getSignedUrl(this.#client, command, options);
    if (command instanceof ListObjectsV2Command) return getSignedUrl(this.#client, command, options);
    if (command instanceof PutObjectCommand) return getSignedUrl(this.#client, command, options);
    return getSignedUrl(this.#client, command, options);
  }
}
