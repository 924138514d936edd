import { createReadStream } from "node:fs";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { formatDisposition } from "./content-disposition";
import { callStorage, requireAnswer } from "./s3-client";
import { isMissingObject } from "./s3-errors";

export interface ObjectHead {
  sizeBytes: number;
  etag: string;
}

export interface ListedObject {
  key: string;
  sizeBytes: number;
  modifiedAt: Date;
}

export interface DownloadToSign {
  key: string;
  /** The name it is saved under, in any script. */
  fileName: string;
  contentType: string;
  disposition: "inline" | "attachment";
  expiresSec: number;
}

interface Bucket {
  client: S3Client;
  publicClient: S3Client;
  name: string;
}

/** Whole objects. Every call throws AppError unavailable when storage does not answer; null means there is no such object. */
export function openObjects({ client, publicClient, name: Bucket }: Bucket) {
  const get = async (key: string, range?: string) => {
    const command = new GetObjectCommand({ Bucket, Key: key, Range: range });
    return await callStorage(() => client.send(command), isMissingObject);
  };

  return {
    async head(key: string): Promise<ObjectHead | null> {
      const answer = await callStorage(() => client.send(new HeadObjectCommand({ Bucket, Key: key })), isMissingObject);
      return answer && { sizeBytes: answer.ContentLength ?? 0, etag: requireAnswer(answer.ETag, "the ETag") };
    },

    /** Bytes `from` to `to`, both included; fewer when the object ends before. */
    async readRange(key: string, from: number, to: number): Promise<Uint8Array | null> {
      const body = (await get(key, `bytes=${from}-${to}`))?.Body;
      return body ? await callStorage(() => body.transformToByteArray()) : null;
    },

    /** The whole of a small object. */
    async readAll(key: string): Promise<Uint8Array | null> {
      const body = (await get(key))?.Body;
      return body ? await callStorage(() => body.transformToByteArray()) : null;
    },

    /** An address from which a process beside this one may read it for a while, whatever its size. */
    async signRead(key: string, expiresSec: number): Promise<string> {
      return await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: key }), { expiresIn: expiresSec });
    },

    async put(key: string, bytes: Uint8Array, contentType: string): Promise<void> {
      const command = new PutObjectCommand({ Bucket, Key: key, Body: bytes, ContentType: contentType });
      await callStorage(() => client.send(command));
    },

    /** Stores a file of known length without reading it into memory. */
    async putFile(key: string, file: { path: string; sizeBytes: number }, contentType: string): Promise<void> {
      await callStorage(() => {
        const Body = createReadStream(file.path);
        const input = { Bucket, Key: key, Body, ContentLength: file.sizeBytes, ContentType: contentType };
        return client.send(new PutObjectCommand(input)).finally(() => Body.destroy());
      });
    },

    /** Removes an object. One that is gone already is fine. */
    async delete(key: string): Promise<void> {
      await callStorage(() => client.send(new DeleteObjectCommand({ Bucket, Key: key })), isMissingObject);
    },

    /** Up to a thousand objects in the order of their keys, behind `after`; `next` is null at the end. */
    async list(prefix: string, after: string | null): Promise<{ objects: ListedObject[]; next: string | null }> {
      const command = new ListObjectsV2Command({ Bucket, Prefix: prefix, StartAfter: after ?? undefined });
      const page = requireAnswer(await callStorage(() => client.send(command)), "the list");
      const objects = (page.Contents ?? []).flatMap(({ Key, Size, LastModified }) =>
        Key && LastModified ? [{ key: Key, sizeBytes: Size ?? 0, modifiedAt: LastModified }] : [],
      );
      return { objects, next: page.IsTruncated ? (objects.at(-1)?.key ?? null) : null };
    },

    /** An address from which a browser may read it for a while. */
    async signGet(download: DownloadToSign): Promise<string> {
      const command = new GetObjectCommand({
        Bucket,
        Key: download.key,
        ResponseContentDisposition: formatDisposition(download.disposition, download.fileName),
        ResponseContentType: download.contentType,
      });
      return await getSignedUrl(publicClient, command, { expiresIn: download.expiresSec });
    },
  };
}
