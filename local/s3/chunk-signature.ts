import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { S3Error } from "./s3-error";

/** Where a request's signature leaves off and those of its chunks go on. */
export interface ChunkSeed {
  signingKey: Buffer;
  /** `YYYYMMDDTHHMMSSZ` */
  date: string;
  /** `<day>/<region>/s3/aws4_request` */
  scope: string;
  /** The request's own, in hex. */
  signature: string;
}

const emptySha256Hex = createHash("sha256").digest("hex");
const trailerSignature = "x-amz-trailer-signature";

export function signText(signingKey: Buffer, lines: readonly string[]): Buffer {
  return createHmac("sha256", signingKey).update(lines.join("\n")).digest();
}

/**
 * Checks the signatures of an `aws-chunked` body: each covers its chunk and the signature before, so none can be changed,
 * left out, doubled or moved. Source: Amazon S3 API Reference, "Signature calculations for the Authorization header:
 * transferring payload in multiple chunks".
 */
export class ChunkSignatures {
  #previous: string;
  #digest = createHash("sha256");

  constructor(
    readonly seed: ChunkSeed,
    readonly hasTrailer: boolean,
  ) {
    this.#previous = seed.signature;
  }

  addBytes(bytes: Buffer): void {
    this.#digest.update(bytes);
  }

  /** @throws S3Error SignatureDoesNotMatch */
  checkChunk(given: string | undefined): void {
    const digest = this.#digest.digest("hex");
    this.#digest = createHash("sha256");
    this.#check("AWS4-HMAC-SHA256-PAYLOAD", [emptySha256Hex, digest], given);
  }

  /** Takes its own line out of `trailers`. @throws S3Error SignatureDoesNotMatch */
  checkTrailer(trailers: Map<string, string>): void {
    const given = trailers.get(trailerSignature);
    trailers.delete(trailerSignature);
    if (!this.hasTrailer) return;
    const text = [...trailers].map(([name, value]) => `${name}:${value}\n`).join("");
    this.#check("AWS4-HMAC-SHA256-TRAILER", [createHash("sha256").update(text).digest("hex")], given);
  }

  #check(kind: string, digests: string[], given: string | undefined): void {
    const { signingKey, date, scope } = this.seed;
    const want = signText(signingKey, [kind, date, scope, this.#previous, ...digests]);
    const got = Buffer.from(given ?? "", "hex");
    if (got.length !== want.length || !timingSafeEqual(got, want)) {
      throw new S3Error(403, "SignatureDoesNotMatch", "The signature of a chunk or of the trailer does not match.");
    }
    this.#previous = want.toString("hex");
  }
}
