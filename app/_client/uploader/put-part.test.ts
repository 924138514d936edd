import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PartError } from "./part-error";
import { putPart } from "./put-part";

/** As much of the browser's request as a part needs, moved by the test: there is no line here that could die. */
class LineByHand {
  static last: LineByHand;
  status = 0;
  upload: { onprogress?: (event: { loaded: number }) => void; onload?: () => void } = {};
  onload?: () => void;
  onabort?: () => void;
  open = vi.fn();
  setRequestHeader = vi.fn();
  send = vi.fn();
  constructor() {
    LineByHand.last = this;
  }
  abort() {
    this.onabort?.();
  }
}

const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("XMLHttpRequest", LineByHand);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function send(signal = new AbortController().signal) {
  const sent = putPart({
    url: "http://s3/part",
    headers: {},
    body: new Blob(["x"]),
    signal,
    onProgress: () => undefined,
  });
  const ended = sent.then(
    () => "sent",
    (error: Error) => error,
  );
  return { line: LineByHand.last, ended };
}

describe("the sending of a part", () => {
  it("is given up as broken when nothing moves for a minute, so that it is tried again (B20)", async () => {
    const { line, ended } = send();
    await vi.advanceTimersByTimeAsync(MINUTE - 1000);
    line.upload.onprogress?.({ loaded: 1 });
    await vi.advanceTimersByTimeAsync(MINUTE + 1);
    expect(await ended).toBeInstanceOf(PartError);
  });

  it("that moves, however slowly, and is then put on a slow disk, arrives", async () => {
    const { line, ended } = send();
    for (let loaded = 1; loaded < 60; loaded++) {
      await vi.advanceTimersByTimeAsync(MINUTE - 1000);
      line.upload.onprogress?.({ loaded });
    }
    line.upload.onload?.();
    await vi.advanceTimersByTimeAsync(2 * MINUTE);
    line.status = 200;
    line.onload?.();
    expect(await ended).toBe("sent");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("that somebody stops is stopped, not broken", async () => {
    const stop = new AbortController();
    const { ended } = send(stop.signal);
    stop.abort();
    expect(await ended).toMatchObject({ name: "AbortError" });
  });
});
