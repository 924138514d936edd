import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { readNetworkAddress } from "./network-address";
import { recordPeers } from "./record-peers";

const read = (forwardedFor?: string, trusted: string[] = []) =>
  readNetworkAddress(new Headers(forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor }), trusted);

describe("the address a request came from", () => {
  it.each([
    ["who connected, whatever they wrote before", "1.1.1.1, 203.0.113.9", "203.0.113.9"],
    ["what a proxy on this machine saw", "1.1.1.1, 203.0.113.9, 127.0.0.1", "203.0.113.9"],
    ["the same, as IPv6 sees this machine", "203.0.113.9, ::1", "203.0.113.9"],
    ["the same, as a socket for both families names it", "203.0.113.9, ::ffff:127.0.0.1", "203.0.113.9"],
    ["this machine, when nobody stands before it", "127.0.0.1", "127.0.0.1"],
    ["a neighbour of the local network, who is no proxy", "1.1.1.1, 10.0.0.7", "10.0.0.7"],
    ["without the port that some proxies add", "203.0.113.9:4711, 127.0.0.1", "203.0.113.9"],
    ["an IPv6 network, not the one address of many", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["an IPv6 network from the short form", "2001:db8::6", "2001:db8:0:0::/64"],
    ["words that are no address, as they are", "nonsense, 127.0.0.1", "nonsense"],
  ])("is %s", (_what, header, expected) => expect(read(header)).toBe(expected));

  it("is unknown without the header", () => expect([read(), read("")]).toEqual(["unknown", "unknown"]));

  it("is what a trusted proxy elsewhere saw, one after another, and no further", () => {
    expect(read("1.1.1.1, 203.0.113.9, 10.0.0.7, 10.0.0.8", ["10.0.0.0/24"])).toBe("203.0.113.9");
    expect(read("203.0.113.9, fd00::5", ["fd00::/8"])).toBe("203.0.113.9");
  });
});

describe("a visitor who writes the header alone", () => {
  it("is recorded where they really are, before any handler runs", async () => {
    recordPeers();
    const seen: unknown[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers["x-forwarded-for"]);
      response.end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await fetch(url, { headers: { "x-forwarded-for": "203.0.113.9" } });
    await fetch(url);
    server.close();
    expect(seen).toEqual(["203.0.113.9, 127.0.0.1", "127.0.0.1"]);
  });
});
