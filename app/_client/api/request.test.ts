import { afterEach, describe, expect, it, vi } from "vitest";
import { callApi } from "./request";

afterEach(() => vi.unstubAllGlobals());

/** A line that brings the head of an answer and half of its body, and then ends like this. */
function breakLine(error: unknown): void {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"half":'));
      controller.error(error);
    },
  });
  const answer = new Response(body, { headers: { "content-type": "application/json" } });
  vi.stubGlobal("fetch", () => Promise.resolve(answer));
}

describe("a call whose line breaks in the middle of the answer", () => {
  it("is told as a broken line, whether it was cut or fell silent", async () => {
    for (const error of [new TypeError("terminated"), new DOMException("Too late", "TimeoutError")]) {
      breakLine(error);
      await expect(callApi("/api/account")).rejects.toMatchObject({ problem: { reason: "offline" } });
    }
  });

  it("is stopped when its caller stopped it", async () => {
    breakLine(new DOMException("Stopped", "AbortError"));
    await expect(callApi("/api/account")).rejects.toMatchObject({ name: "AbortError" });
  });
});
