import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { callStorage, requireAnswer } from "./s3-client";
import { isMissingUpload, isRefusedCompletion } from "./s3-errors";

export interface StoredPart {
  number: number;
  sizeBytes: number;
  etag: string;
  /** Base64, as storage keeps it; null where it was not sent or is not told. */
  sha256: string | null;
}

export interface PartToSign {
  key: string;
  storageId: string;
  number: number;
  /** Signed, so that exactly this many bytes can be sent. */
  sizeBytes: number;
  /** Base64; when given, storage checks the part against it. */
  sha256?: string;
  expiresSec: number;
}

export interface SignedRequest {
  url: string;
  /** What the browser must send along, exactly. */
  headers: Record<string, string>;
}

/** How `completeMultipart` ended. `missing`: storage no longer knows the upload; `refused`: its parts do not fit. */
export type Completion = "completed" | "missing" | "refused";

interface Bucket {
  client: S3Client;
  /** Signs for the address that browsers use: the host is part of the signature. */
  publicClient: S3Client;
  name: string;
}

/** Uploads in parts. Every call throws AppError unavailable when storage does not answer. */
export function openMultipart({ client, publicClient, name: Bucket }: Bucket) {
  return {
    /**
     * Starts an upload and answers the storage's id of it. Some storages take hashes of parts only when this was said
     * at the start, and then of every part.
     */
    async createMultipart(key: string, contentType: string, hashesParts = false): Promise<string> {
      const command = new CreateMultipartUploadCommand({
        Bucket,
        Key: key,
        ContentType: contentType,
        ...(hashesParts ? { ChecksumAlgorithm: "SHA256" } : {}),
      });
      const answer = await callStorage(() => client.send(command));
      return requireAnswer(answer?.UploadId, "the upload's id");
    },

    async signPart(part: PartToSign): Promise<SignedRequest> {
      const command = new UploadPartCommand({
        Bucket,
        Key: part.key,
        UploadId: part.storageId,
        PartNumber: part.number,
        ContentLength: part.sizeBytes,
        ...(part.sha256 ? { ChecksumSHA256: part.sha256 } : {}),
      });
      const headers: Record<string, string> = part.sha256 ? { "x-amz-checksum-sha256": part.sha256 } : {};
      const url = await getSignedUrl(publicClient, command, {
        expiresIn: part.expiresSec,
        signableHeaders: new Set(["host", "content-length", ...Object.keys(headers)]),
        unhoistableHeaders: new Set(Object.keys(headers)),
      });
      return { url, headers };
    },

    /** Sends one part of what this process makes itself. */
    async putPart(key: string, storageId: string, number: number, bytes: Uint8Array): Promise<StoredPart> {
      const input = { Bucket, Key: key, UploadId: storageId, PartNumber: number, Body: bytes };
      const answer = await callStorage(() => client.send(new UploadPartCommand(input)));
      const etag = requireAnswer(answer?.ETag, "a part's ETag");
      return { number, sizeBytes: bytes.byteLength, etag, sha256: null };
    },

    /** Every part that storage holds, by number; null when it does not know the upload. */
    async listParts(key: string, storageId: string): Promise<StoredPart[] | null> {
      const parts: StoredPart[] = [];
      let marker: string | undefined;
      do {
        const command = new ListPartsCommand({ Bucket, Key: key, UploadId: storageId, PartNumberMarker: marker });
        const page = await callStorage(() => client.send(command), isMissingUpload);
        if (!page) return null;
        for (const part of page.Parts ?? []) {
          const number = requireAnswer(part.PartNumber, "a part's number");
          const etag = requireAnswer(part.ETag, "a part's ETag");
          parts.push({ number, sizeBytes: part.Size ?? 0, etag, sha256: part.ChecksumSHA256 ?? null });
        }
        marker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
      } while (marker !== undefined);
      return parts;
    },

    async completeMultipart(key: string, storageId: string, parts: StoredPart[]): Promise<Completion> {
      const Parts = parts.map(({ number, etag, sha256 }) => ({
        PartNumber: number,
        ETag: etag,
        ...(sha256 ? { ChecksumSHA256: sha256 } : {}),
      }));
      const command = new CompleteMultipartUploadCommand({
        Bucket,
        Key: key,
        UploadId: storageId,
        MultipartUpload: { Parts },
      });
      let refused: Completion = "missing";
      const answer = await callStorage(
        () => client.send(command),
        (error) => {
          if (isRefusedCompletion(error)) refused = "refused";
          return refused === "refused" || isMissingUpload(error);
        },
      );
      return answer ? "completed" : refused;
    },

    /** Gives an unfinished upload up. One that is gone already is fine. */
    async abortMultipart(key: string, storageId: string): Promise<void> {
      const command = new AbortMultipartUploadCommand({ Bucket, Key: key, UploadId: storageId });
      await callStorage(() => client.send(command), isMissingUpload);
    },

    /** Unfinished uploads under a prefix, all pages. */
    async listMultiparts(prefix: string): Promise<{ key: string; storageId: string; startedAt: Date | null }[]> {
      const found: { key: string; storageId: string; startedAt: Date | null }[] = [];
      let markers: { KeyMarker?: string; UploadIdMarker?: string } | null = {};
      while (markers) {
        const command: ListMultipartUploadsCommand = new ListMultipartUploadsCommand({
          Bucket,
          Prefix: prefix,
          ...markers,
        });
        const page = requireAnswer(await callStorage(() => client.send(command)), "the list");
        for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
          if (Key && UploadId) found.push({ key: Key, storageId: UploadId, startedAt: Initiated ?? null });
        }
        markers = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker } : null;
      }
      return found;
    },
  };
}
