import { S3Error } from "./s3-error";
import type { S3Request } from "./s3-request";

const maxTextBytes = 4 * 1024 ** 2;

/** A request's small XML body. @throws S3Error MalformedXML above 4 MiB */
export async function readText(request: S3Request): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  const source: AsyncIterable<Buffer> = request.source.iterator({ destroyOnReturn: false });
  for await (const chunk of source) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxTextBytes) throw new S3Error(400, "MalformedXML", "The XML you provided is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
