import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { letter, TestMail } from "./testing/mail-fixture";

let mail: TestMail;
beforeEach(async () => {
  mail = await TestMail.start({ keepDays: 5 });
});
afterEach(() => mail.remove());

async function readLog(): Promise<string> {
  const names = (await readdir(mail.folder)).filter((name) => name.endsWith(".ndjson"));
  return (await Promise.all(names.map((name) => readFile(path.join(mail.folder, name), "utf8")))).join("");
}

describe("B145: mails", () => {
  it("older than they are kept are forgotten, with what became of them, in memory and on the disk", async () => {
    const old = await mail.send({ subject: "Old one" });
    await mail.decide(old, "bounced");
    mail.clock.moveDays(4);
    const young = await mail.send({ subject: "Young one" });
    mail.clock.moveDays(1.5);
    await mail.restart();
    expect(mail.reports).toContainEqual({ kind: "mails_pruned", count: 1 });
    const list = (await (await fetch(`${mail.url}/api/messages`)).json()) as { id: string }[];
    expect(list.map(({ id }) => id)).toEqual([young]);
    expect((await mail.resend.emails.get(old)).error?.statusCode).toBe(404);
    const log = await readLog();
    expect(log).not.toContain(old);
    expect(log).toContain("Young one");
    await mail.restart();
    expect(await mail.readLastEvent(young)).toBe("delivered");
  });

  it("are kept long enough for every key that is remembered: fewer than two days are refused", async () => {
    await expect(mail.restart({ keepDays: 1 })).rejects.toMatchObject({ reason: "bad_mail_options" });
    await mail.restart({ keepDays: 2 });
    const key = { idempotencyKey: "digest/ada" };
    const first = await mail.resend.emails.send(letter, key);
    mail.clock.moveDays(0.9);
    await mail.restart({ keepDays: 2 });
    expect((await mail.resend.emails.send(letter, key)).data).toEqual(first.data);
  });
});

describe("domains", () => {
  it("that may be sent from are listed, told one by one, and verified when asked", async () => {
    await mail.restart({ domains: ["segno.example", "band.example"] });
    const { data } = await mail.resend.domains.list();
    expect(data?.data.map(({ name, status }) => [name, status])).toEqual([
      ["segno.example", "verified"],
      ["band.example", "verified"],
    ]);
    const id = data?.data[0]?.id ?? "";
    expect((await mail.resend.domains.get(id)).data).toMatchObject({ id, name: "segno.example", status: "verified" });
    expect((await mail.resend.domains.verify(id)).data).toMatchObject({ object: "domain", id });
    expect((await mail.resend.domains.get("nothing")).error).toMatchObject({ statusCode: 404 });
    expect((await fetch(`${mail.url}/domains`)).status).toBe(401);
  });

  it("that may not refuse the mail as Resend does, in a batch too, and keep nothing", async () => {
    await mail.restart({ domains: ["segno.example"] });
    const foreign = { ...letter, from: "Eve <eve@Elsewhere.example>" };
    const refused = { statusCode: 403, name: "validation_error" };
    expect((await mail.resend.emails.send(foreign)).error).toMatchObject(refused);
    expect((await mail.resend.batch.send([letter, foreign])).error).toMatchObject(refused);
    expect(await (await fetch(`${mail.url}/api/messages`)).json()).toEqual([]);
    expect((await mail.resend.emails.send({ ...letter, from: "a@SEGNO.example" })).error).toBeNull();
  });

  it("without a rule any will do, and those that were sent from are listed", async () => {
    await mail.send();
    await mail.send({ from: "x@other.example" });
    expect((await mail.resend.domains.list()).data?.data.map(({ name }) => name)).toEqual([
      "segno.example",
      "other.example",
    ]);
  });
});

describe("buttons", () => {
  const press = (route: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(mail.url + route, { method: "POST", body: new URLSearchParams(form), redirect: "manual", headers });

  it("bounce a mail and lead back to it, which says so and offers no more", async () => {
    const id = await mail.send();
    expect(await (await fetch(`${mail.url}/messages/${id}`)).text()).toContain("Bounce this");
    const answer = await press(`/messages/${id}/outcome`, { kind: "bounced", view: "text", q: "ada" });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `/messages/${id}?q=ada&view=text`]);
    const page = await (await fetch(`${mail.url}/messages/${id}`)).text();
    expect(page).toContain('<p class="state is-bounced"');
    expect(page).not.toContain("Bounce this");
    expect(page).toContain('<em class="fate-mark">Bounced</em>');
    expect((await press(`/messages/${id}/outcome`, { kind: "complained" })).status).toBe(303);
    expect(await mail.readLastEvent(id)).toBe("bounced");
    expect((await press(`/messages/${id}/outcome`, { kind: "eaten" })).status).toBe(422);
  });

  it("switch how sending is answered, show it, and lead nowhere else", async () => {
    expect((await press("/faults", { fault: "daily_quota_exceeded", back: "/?q=a" })).headers.get("location")).toBe(
      "/?q=a",
    );
    expect((await mail.resend.emails.send(letter)).error?.name).toBe("daily_quota_exceeded");
    expect(await (await fetch(mail.url)).text()).toContain('class="answers is-odd"');
    for (const back of ["//evil.example", "https://evil.example", "/messages/a#b"]) {
      expect((await press("/faults", { fault: "none", back })).status).toBe(422);
    }
    expect((await press("/faults", { fault: "rain", back: "/" })).status).toBe(422);
    expect((await press("/faults", { fault: "none", back: "/" })).status).toBe(303);
    expect((await mail.resend.emails.send(letter)).error).toBeNull();
  });

  it("can't be pressed by a page of another site, nor by one of another port", async () => {
    const id = await mail.send();
    const foreign: Record<string, string>[] = [
      { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" },
      { "sec-fetch-site": "same-site", "sec-fetch-mode": "navigate" },
      { origin: "http://127.0.0.1:3000" },
      { origin: "null" },
    ];
    for (const headers of foreign) {
      expect((await press(`/messages/${id}/outcome`, { kind: "bounced" }, headers)).status).toBe(403);
    }
    expect(await mail.readLastEvent(id)).toBe("delivered");
    const own = { origin: mail.url, "sec-fetch-site": "same-origin" };
    expect((await press(`/messages/${id}/outcome`, { kind: "bounced" }, own)).status).toBe(303);
  });
});
