import { Heap } from "./heap";
import { compareCalls, type ReadyCall } from "./ready-call";

/** Calls that wait for room at a key, in their order. */
export class ParkedCalls {
  readonly #byKey = new Map<string, Heap<ReadyCall>>();

  get keys(): Iterable<string> {
    return this.#byKey.keys();
  }

  park(key: string, call: ReadyCall): void {
    const heap = this.#byKey.get(key) ?? new Heap<ReadyCall>(compareCalls);
    this.#byKey.set(key, heap);
    heap.push(call);
  }

  peek(key: string): ReadyCall | undefined {
    return this.#byKey.get(key)?.peek();
  }

  takeFirst(key: string): ReadyCall | undefined {
    const heap = this.#byKey.get(key);
    const call = heap?.pop();
    if (heap?.size === 0) this.#byKey.delete(key);
    return call;
  }
}
