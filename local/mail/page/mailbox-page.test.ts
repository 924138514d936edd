import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type MailFaults, startMail } from "../server";
import { summarize } from "../summarize";

let folder: string;
let mail: Awaited<ReturnType<typeof startMail>>;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "mail-page-"));
  mail = await startMail({ folder, host: "127.0.0.1", port: 0, apiKey: "re_key" });
  mail.setFaults({ kind: "none" } satisfies MailFaults);
});
afterEach(async () => {
  await mail.close();
  await rm(folder, { recursive: true, force: true });
});

async function send(change: Record<string, unknown>): Promise<string> {
  const letter = { from: "Segno <hello@segno.example>", to: "ada@example.com", subject: "Hello", html: "<p>Hi</p>" };
  const answer = await fetch(`${mail.url}/emails`, {
    method: "POST",
    headers: { authorization: "Bearer re_key" },
    body: JSON.stringify({ ...letter, ...change }),
  });
  return ((await answer.json()) as { id: string }).id;
}

const getPage = async (route: string) => (await fetch(`${mail.url}${route}`)).text();

describe("the mailbox page", () => {
  it("teaches when it is empty, and lists the newest first", async () => {
    expect(await getPage("/")).toContain("No mail yet");
    await send({ subject: "First" });
    await send({ subject: "Second", to: ["bob@example.com", "zoe@example.com"] });
    const page = await getPage("/");
    expect(page.indexOf("Second")).toBeLessThan(page.indexOf("First"));
    expect(page).toContain("and 1 more");
    expect(page).toContain("2 messages");
  });

  it("searches people and subjects, and keeps the search while reading", async () => {
    const id = await send({ subject: "Paper Lanterns v3" });
    await send({ subject: "Reset", to: "bob@example.com" });
    expect(await getPage("/?q=ADA+lanterns")).toContain("1 of 2 messages");
    expect(await getPage("/?q=bob")).not.toContain("Lanterns");
    expect(await getPage(`/messages/${id}?q=lanterns`)).toContain(
      `href="/messages/${id}?q=lanterns" aria-current="page"`,
    );
    expect(await getPage("/?q=%3Cscript%3E")).toContain("Nothing matches “&lt;script&gt;”");
  });

  it("never puts a stranger's words into the page as markup", async () => {
    const evil = `"><script>alert(1)</script>`;
    const id = await send({
      subject: evil,
      from: `"${evil}" <x@example.com>`,
      html: evil,
      text: evil,
      headers: { "X-Evil": evil },
    });
    for (const view of ["html", "text", "headers"]) {
      const page = await getPage(`/messages/${id}?view=${view}`);
      expect(page).not.toContain("<script>alert");
      expect(page).not.toContain(`"><script>`);
    }
    const frame = /<iframe[^>]*>/.exec(await getPage(`/messages/${id}`))?.[0] ?? "";
    expect(frame).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
  });

  it("answers with rules that let nothing load from outside", async () => {
    const { headers } = await fetch(`${mail.url}/`);
    const rules = headers.get("content-security-policy") ?? "";
    expect(rules).toContain("default-src 'none'");
    expect(rules).toMatch(/script-src 'self';/);
    expect(rules).not.toMatch(/https?:/);
    // Under "no-referrer" a browser sends the page's own forms with `Origin: null`, which the mailbox refuses.
    expect(headers.get("referrer-policy")).toBe("same-origin");
    for (const file of ["/mailbox.css", "/mailbox.js", "/icon.svg"]) {
      const asset = await fetch(`${mail.url}${file}`);
      expect(asset.status).toBe(200);
      expect(await asset.text()).not.toMatch(/url\(|@import|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
    }
  });

  it("links addresses in plain text, shows the text when there is no other, and says what is missing", async () => {
    const id = await send({ html: undefined, text: "Open https://segno.example/v?t=a&b=c. Thanks" });
    const page = await getPage(`/messages/${id}`);
    expect(page).toContain('href="https://segno.example/v?t=a&amp;b=c" target="_blank" rel="noopener noreferrer"');
    expect(await getPage(`/messages/${id}?view=html`)).toContain("plain text only");
    const gone = await fetch(`${mail.url}/messages/nothing`);
    expect(gone.status).toBe(404);
    expect(await gone.text()).toContain("not here");
  });
});

describe("the first words of a mail", () => {
  it("come from the text, or from the markup without styles and comments", () => {
    expect(summarize({ text: "Hi\n\n  Ada", html: "<b>no</b>" })).toBe("Hi Ada");
    const html =
      "<head><title>T</title><style>p{}</style></head><!-- x --><p>R&amp;B &middot; 4&#39;33&#x22;</p><p>next&nbsp;one</p>";
    expect(summarize({ text: null, html })).toBe(`R&B · 4'33" next one`);
    expect(summarize({ text: "x".repeat(500), html: null })).toHaveLength(141);
  });
});
