import { describe, expect, it, vi } from "vitest";
import { createClaims } from "./claims";

/** The browser's locks as far as claims need them, shared by "windows". */
function createLocks(): Pick<LockManager, "request" | "query"> {
  const held = new Map<string, Promise<unknown>>();
  const grant = async (name: string, work: (lock: Lock | null) => unknown) => {
    const done = Promise.resolve(work({ name, mode: "exclusive" }));
    held.set(name, done);
    await done;
    held.delete(name);
  };
  const request = async (name: string, options: LockOptions, work: (lock: Lock | null) => unknown) => {
    options.signal?.throwIfAborted();
    if (options.ifAvailable && held.has(name)) return work(null);
    while (held.has(name)) {
      await Promise.race([
        held.get(name),
        new Promise((resolve) => options.signal?.addEventListener("abort", resolve)),
      ]);
      options.signal?.throwIfAborted();
    }
    return await grant(name, work);
  };
  return {
    request: request as LockManager["request"],
    query: () => Promise.resolve({ held: [...held.keys()].map((name) => ({ name })) }),
  };
}

const never = new AbortController().signal;

describe("claims on uploads", () => {
  it("B258: one window has an upload, the other waits until it is released", async () => {
    const locks = createLocks();
    const [one, other] = [createClaims(locks), createClaims(locks)];
    await one.claim("a", never, () => expect.unreachable());
    await one.claim("a", never, () => expect.unreachable());
    expect(await other.list()).toEqual(new Set(["a"]));
    const onTaken = vi.fn();
    let isMine = false;
    const waiting = other.claim("a", never, onTaken).then(() => (isMine = true));
    await vi.waitFor(() => expect(onTaken).toHaveBeenCalledOnce());
    expect(isMine).toBe(false);
    one.release("a");
    await waiting;
    expect(await one.list()).toEqual(new Set(["a"]));
  });

  it("who gives up waiting gets nothing, and keeps nobody from it", async () => {
    const locks = createLocks();
    const [one, other] = [createClaims(locks), createClaims(locks)];
    await one.claim("a", never, () => undefined);
    const controller = new AbortController();
    const waiting = other.claim("a", controller.signal, () => controller.abort());
    await expect(waiting).rejects.toThrow();
    one.release("a");
    await vi.waitFor(async () => expect(await one.list()).toEqual(new Set()));
  });

  it("are granted where the browser has no locks", async () => {
    const claims = createClaims(undefined);
    await claims.claim("a", never, () => expect.unreachable());
    expect(await claims.list()).toEqual(new Set());
    claims.release("a");
  });
});
