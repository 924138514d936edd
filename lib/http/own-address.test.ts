import { describe, expect, it } from "vitest";
import { findOwnAddress } from "./own-address";

const PATH = "/projects/1?at=12.5";

describe("findOwnAddress", () => {
  it.each([
    { host: "127.0.0.1:3000", appUrl: "http://localhost:3000", leads: "http://localhost:3000" },
    { host: "[::1]:3000", appUrl: "http://localhost:3000", leads: "http://localhost:3000" },
    { host: "localhost:3000", appUrl: "http://127.0.0.1:3000", leads: "http://127.0.0.1:3000" },
    { host: "localhost:3000", appUrl: "http://localhost:3000", leads: null },
    // Another process of a pair, asked by itself.
    { host: "127.0.0.1:3001", appUrl: "http://localhost:3000", leads: null },
    // What a proxy in front says, or a name that this machine has in its network.
    { host: "127.0.0.1:3000", appUrl: "https://segno.example", leads: null },
    { host: "segno.internal:3000", appUrl: "http://localhost:3000", leads: null },
    { host: "localhost.evil.example:3000", appUrl: "http://localhost:3000", leads: null },
    { host: "127.0.0.1@evil.example:3000", appUrl: "http://localhost:3000", leads: null },
    { host: "", appUrl: "http://localhost:3000", leads: null },
    { host: null, appUrl: "http://localhost:3000", leads: null },
  ])("B475: $host of $appUrl leads to $leads", ({ host, appUrl, leads }) => {
    expect(findOwnAddress(host, PATH, appUrl)).toBe(leads === null ? null : leads + PATH);
  });
});
