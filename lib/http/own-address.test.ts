import { describe, expect, it } from "vitest";
import { findOwnAddress, leadTo } from "./own-address";

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

it("B475: leads on by a page, in which an address is an address and nothing else", async () => {
  const response = leadTo('http://localhost:3000/sign-in?next=/&x="><b>');
  expect(response.status).toBe(200);
  expect(response.headers.get("refresh")).toMatch(/^0; url=http:\/\/localhost:3000\/sign-in\?next=/);
  const page = await response.text();
  expect(page).toContain('<a href="http://localhost:3000/sign-in?next=/&amp;x=&quot;>&lt;b>">');
  expect(page).not.toContain("<b>");
});
