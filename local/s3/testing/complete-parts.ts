import { CompleteMultipartUploadCommand, type S3Client } from "@aws-sdk/client-s3";
import { bucket, createUpload, putPart } from "./s3-fixture";

/** Uploads the pieces as presigned parts and completes them. */
export async function completeParts(client: S3Client, key: string, pieces: Buffer[]): Promise<string> {
  const uploadId = await createUpload(client, key);
  const etags = await Promise.all(
    pieces.map((piece, index) => putPart(client, { key, uploadId, partNumber: index + 1 }, piece)),
  );
  const Parts = etags.map((ETag, index) => ({ PartNumber: index + 1, ETag }));
  const input = { Bucket: bucket, Key: key, UploadId: uploadId, MultipartUpload: { Parts } };
  await client.send(new CompleteMultipartUploadCommand(input));
  return uploadId;
}
