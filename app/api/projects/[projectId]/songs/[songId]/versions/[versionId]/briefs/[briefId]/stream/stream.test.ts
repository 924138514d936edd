import { createParser, type EventSourceMessage } from "eventsource-parser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiToken } from "@/lib/domains/accounts/tokens/commands";
import { BriefWorld } from "@/lib/domains/briefs/briefs.fixture";
import type { BriefView } from "@/lib/domains/briefs/schema";
import { installServices } from "@/lib/services";
import * as handlers from "./route";

let world: BriefWorld;
let token: string;
let brief: BriefView;
let uninstall: () => void;

beforeAll(async () => {
  world = await BriefWorld.open();
  uninstall = installServices(world.services);
  await world.begin();
  token = (await createApiToken(world.services, world.band.listener, { name: "test" })).token;
  await world.note(world.other, "Vocals up 🎉 – naïve 日本", 10);
  await world.note(world.band.commenter, "Vocals down", 11);
  brief = await world.make();
});
afterAll(async () => {
  uninstall();
  await world.close();
});

function open(headers: Record<string, string> = {}, query = "") {
  const { projectId, songId, versionId } = world.target;
  const path = `/api/projects/${projectId}/songs/${songId}/versions/${versionId}/briefs/${brief.id}/stream${query}`;
  const request = new Request(`http://127.0.0.1:3000${path}`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
  return handlers.GET(request, { params: Promise.resolve({ ...world.at(brief) }) });
}

/** The whole events in some bytes, as a browser dispatches them. */
function parse(bytes: Uint8Array): EventSourceMessage[] {
  const events: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => events.push(event) });
  parser.feed(new TextDecoder("utf-8").decode(bytes));
  return events;
}

const withoutReady = (events: EventSourceMessage[]) => events.filter((event) => event.event !== "ready");

describe("a brief's stream on the wire", { timeout: 60_000 }, () => {
  it("S8, S12: is what proxies leave alone, from `ready` to its end", async () => {
    const [response] = await Promise.all([open(), world.write(brief)]);
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect(response.headers.get("cache-control")).toContain("no-transform");
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    const text = await response.text();
    expect(text).toMatch(/event: ready\nid: 0\n|id: 0\nevent: ready\n/);
    expect(text.trimEnd()).toMatch(/"state":"done".*$/);
    expect(world.services.live.countStreams()).toBe(0);
  });

  it("B104, B109, S10: cut at any byte, what came and what comes after coming back are all there is, each once", async () => {
    const bytes = new Uint8Array(await (await open({}, "?after=0")).arrayBuffer());
    const log = withoutReady(parse(bytes));
    expect(log.length).toBeGreaterThan(2);
    const resumed = new Map<string, EventSourceMessage[]>();
    for (let end = 0; end <= bytes.length; end++) {
      const came = parse(bytes.slice(0, end));
      const lastId = came.at(-1)?.id ?? "0";
      if (!resumed.has(lastId)) {
        const again = await open({ "last-event-id": lastId }, "?after=0");
        resumed.set(lastId, withoutReady(parse(new Uint8Array(await again.arrayBuffer()))));
      }
      const after = resumed.get(lastId) ?? [];
      // One who has seen the end is told that end once more, under its own number.
      const fresh = after.filter((event) => Number(event.id) > Number(lastId));
      expect([...withoutReady(came), ...fresh]).toEqual(log);
    }
    expect(resumed.size).toBe(log.length + 1);
  });

  it("S14: opens by GET alone, and refuses HEAD without leaving anything open", () => {
    expect(Object.keys(handlers).sort()).toEqual(["GET", "HEAD"]);
    expect(handlers.HEAD().status).toBe(405);
    expect(world.services.live.countStreams()).toBe(0);
  });

  it("B105: leaves nothing behind when its reader goes away", async () => {
    const other = await world.make();
    const abort = new AbortController();
    const params = Promise.resolve({ ...world.at(other) });
    const request = new Request("http://127.0.0.1:3000/", {
      headers: { authorization: `Bearer ${token}` },
      signal: abort.signal,
    });
    const response = await handlers.GET(request, { params });
    const reader = response.body?.getReader();
    await reader?.read();
    expect(world.services.live.countStreams()).toBe(1);
    abort.abort();
    expect(world.services.live.countStreams()).toBe(0);
  });
});
