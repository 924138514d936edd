import type { ChunkSignatures } from "./chunk-signature";
import { S3Error } from "./s3-error";

const maxLineBytes = 8192;
const maxTrailers = 16;

/**
 * Unwraps an `aws-chunked` body: yields the bytes, fills `trailers` (lower-case names) at its end. With `signatures`, every
 * chunk and the trailer are checked; bytes are yielded before their chunk is, so a caller keeps nothing of a body that throws.
 * Source: Amazon S3 User Guide, "Trailing checksums" and "Signature calculations: transferring payload in multiple chunks".
 * @throws S3Error IncompleteBody, InvalidChunkSizeError, MalformedTrailerError, SignatureDoesNotMatch
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
  signatures: ChunkSignatures | null = null,
): AsyncGenerator<Buffer> {
  const reader = new ChunkReader(source);
  for (;;) {
    const { sizeBytes, signature } = parseChunkHead(await reader.readLine());
    for await (const piece of reader.readBytes(sizeBytes)) {
      signatures?.addBytes(piece);
      yield piece;
    }
    signatures?.checkChunk(signature);
    if (sizeBytes === 0) return readTrailers(reader, trailers, signatures);
    if ((await reader.readLine()) !== "") throw badChunk();
  }
}

function badChunk(): S3Error {
  return new S3Error(400, "InvalidChunkSizeError", "The chunks of the body are malformed.");
}

function parseChunkHead(line: string): { sizeBytes: number; signature: string | undefined } {
  const match = /^([0-9a-f]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(line);
  if (!match?.[1]) throw badChunk();
  return { sizeBytes: Number.parseInt(match[1], 16), signature: match[2] };
}

async function readTrailers(
  reader: ChunkReader,
  trailers: Map<string, string>,
  signatures: ChunkSignatures | null,
): Promise<void> {
  for (let count = 0; count <= maxTrailers; count++) {
    const line = await reader.readLine();
    if (line === "") return signatures?.checkTrailer(trailers);
    const colon = line.indexOf(":");
    if (colon < 1) break;
    trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  throw new S3Error(400, "MalformedTrailerError", "The trailer of the body is malformed.");
}

class ChunkReader {
  readonly #source: AsyncIterator<Buffer>;
  #buffer: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async #readMore(): Promise<void> {
    const next = await this.#source.next();
    if (next.done) throw new S3Error(400, "IncompleteBody", "The body ended before its last chunk.");
    this.#buffer = this.#buffer.length === 0 ? next.value : Buffer.concat([this.#buffer, next.value]);
  }

  async readLine(): Promise<string> {
    let end = this.#buffer.indexOf("\r\n");
    while (end < 0) {
      if (this.#buffer.length > maxLineBytes) throw badChunk();
      await this.#readMore();
      end = this.#buffer.indexOf("\r\n");
    }
    const line = this.#buffer.subarray(0, end).toString("latin1");
    this.#buffer = this.#buffer.subarray(end + 2);
    return line;
  }

  async *readBytes(count: number): AsyncGenerator<Buffer> {
    let left = count;
    while (left > 0) {
      if (this.#buffer.length === 0) await this.#readMore();
      const piece = this.#buffer.subarray(0, left);
      this.#buffer = this.#buffer.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }
}
