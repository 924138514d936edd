import { afterEach, describe, expect, it, vi } from "vitest";
import { openLiveHub } from "@/lib/live/hub";
import { createLogger } from "@/lib/log/logger";
import type { Services } from "@/lib/services";
import { type SseMessage, streamEvents } from "./sse";

const log = createLogger("silent");
const live = openLiveHub({ databaseUrl: "postgres://nobody@127.0.0.1:9/none", log });
const services = { live, log } as unknown as Services;

afterEach(() => vi.useRealTimers());

function openStream(messages: () => AsyncGenerator<SseMessage, void>) {
  let closed = 0;
  const source = { messages: messages(), close: () => closed++ };
  const response = streamEvents(services, new Request("http://localhost/"), source);
  return { body: response.body as ReadableStream<Uint8Array>, countClosed: () => closed };
}

describe("streamEvents", () => {
  it("B98: beats while nothing happens, so that proxies keep the line", async () => {
    vi.useFakeTimers();
    const { body } = openStream(async function* () {
      await new Promise(() => undefined);
      yield { event: "never", data: "" };
    });
    const reader = body.getReader();
    const decoder = new TextDecoder();
    expect(decoder.decode((await reader.read()).value)).toMatch(/^retry: 2000\n\n/);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(decoder.decode((await reader.read()).value)).toMatch(/^: ?\n\n$/);
    await reader.cancel();
    expect(live.countStreams()).toBe(0);
  });

  it("B400: takes no more than it can give, cuts one who reads nothing, and says so last", async () => {
    vi.useFakeTimers();
    let made = 0;
    const cut = live.readStreamFigures().cut;
    const { body, countClosed } = openStream(async function* () {
      for (;;) {
        made++;
        yield { event: "big", data: "x".repeat(1024) };
      }
    });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(made).toBeLessThan(100);
    await vi.advanceTimersByTimeAsync(31_000);
    expect(countClosed()).toBe(1);
    expect(live.countStreams()).toBe(0);
    expect(live.readStreamFigures().cut).toBe(cut + 1);
    expect(await new Response(body).text()).toMatch(/event: cut\ndata: \{\}\n\n$/);
  });

  it("ends when its source fails, so that the reader comes back", async () => {
    const { body, countClosed } = openStream(async function* () {
      yield { event: "one", data: "1" };
      throw new Error("the database went away");
    });
    const text = await new Response(body).text();
    expect(text).toContain("event: one");
    expect(countClosed()).toBe(1);
  });

  it("says nothing of a reader who left while a message was made: that is no failure", async () => {
    const warn = vi.spyOn(log, "warn");
    let make: () => void = () => undefined;
    const made = new Promise<void>((resolve) => {
      make = resolve;
    });
    const { body, countClosed } = openStream(async function* () {
      await made;
      yield { event: "late", data: "" };
    });
    const reader = body.getReader();
    await reader.read();
    await reader.cancel();
    make();
    await new Promise((resolve) => setImmediate(resolve));
    expect(countClosed()).toBe(1);
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it("B396: tells its reader when to come back before the process stops", async () => {
    const own = openLiveHub({ databaseUrl: "postgres://nobody@127.0.0.1:9/none", log });
    const messages = (async function* () {
      await new Promise(() => undefined);
      yield { event: "never", data: "" };
    })();
    const stopping = { live: own, log } as unknown as Services;
    const response = streamEvents(stopping, new Request("http://localhost/"), { messages, close: () => undefined });
    await own.closeAllStreams();
    expect(await response.text()).toMatch(/^retry: 2000\n+retry: [12]\d{3}\n+$/);
  });

  it("never lets text break the frame", async () => {
    const { body } = openStream(async function* () {
      yield { event: "one", data: "a\r\nevent: forged\n\ndata: x" };
    });
    const text = await new Response(body).text();
    expect(text).not.toMatch(/^event: forged/m);
  });
});
