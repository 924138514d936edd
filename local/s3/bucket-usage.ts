import { S3Error } from "./s3-error";

/**
 * How many bytes a bucket holds, objects and the parts of open uploads alike, against its quota. Room is taken before a body
 * travels, so bodies that arrive at once can't exceed it together. A copy counts in full, though it shares its bytes.
 */
export class BucketUsage {
  readonly #uploadBytes = new Map<string, number>();
  #usedBytes = 0;

  constructor(readonly quotaBytes: number) {}

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** @throws S3Error QuotaExceeded (507) */
  reserve(sizeBytes: number): void {
    if (this.#usedBytes + sizeBytes > this.quotaBytes) {
      const sentence = `The bucket's quota of ${this.quotaBytes} bytes is used up. Delete something and try again.`;
      throw new S3Error(507, "QuotaExceeded", sentence);
    }
    this.#usedBytes += sizeBytes;
  }

  release(sizeBytes: number): void {
    this.#usedBytes -= sizeBytes;
  }

  /** What was there when the server started, whatever the quota is now. */
  count(sizeBytes: number): void {
    this.#usedBytes += sizeBytes;
  }

  /** Bytes reserved before, or counted at start, are from now on an open upload's. */
  assignToUpload(id: string, sizeBytes: number): void {
    this.#uploadBytes.set(id, (this.#uploadBytes.get(id) ?? 0) + sizeBytes);
  }

  /** The upload became an object of `objectBytes`; parts it did not ask for are gone. */
  settleUpload(id: string, objectBytes: number): void {
    const uploadBytes = this.#uploadBytes.get(id);
    if (uploadBytes === undefined) return;
    this.#uploadBytes.delete(id);
    this.#usedBytes += objectBytes - uploadBytes;
  }

  dropUpload(id: string): void {
    this.#usedBytes -= this.#uploadBytes.get(id) ?? 0;
    this.#uploadBytes.delete(id);
  }
}
