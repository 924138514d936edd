type Growable = Int8Array<ArrayBuffer> | Int16Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

/** A typed array that doubles when full. */
export class GrowingArray<T extends Growable> {
  private used = 0;

  constructor(
    private readonly allocate: (length: number) => T,
    private values: T = allocate(8192),
  ) {}

  get length(): number {
    return this.used;
  }

  push(value: number): void {
    if (this.used === this.values.length) {
      const doubled = this.allocate(this.used * 2);
      doubled.set(this.values);
      this.values = doubled;
    }
    this.values[this.used++] = value;
  }

  /** Forgets what lies behind the first `length` values. */
  truncate(length: number): void {
    this.used = Math.min(this.used, length);
  }

  /** The pushed part itself, valid until the next push. */
  view(): T {
    return this.values.subarray(0, this.used) as T;
  }

  /** A copy of the pushed part. */
  toArray(): T {
    const copy = this.allocate(this.used);
    copy.set(this.values.subarray(0, this.used));
    return copy;
  }
}
