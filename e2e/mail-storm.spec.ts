import { readFile } from "node:fs/promises";
import path from "node:path";
import { Client } from "pg";
import { expectAccessible, expectNotTooWide, inEveryLook } from "./axe";
import {
  callApi,
  expect,
  inventPerson,
  join,
  type Person,
  readMails,
  signIn,
  signUp,
  test,
  verify,
  waitForLink,
} from "./journey";
import { synthesizeWav } from "./sound";
import { type RunningStack, startStack, visit } from "./stack";
import { comment, createProject, openUploaded, toast, upload } from "./studio";

const ADMIN = { name: "Ada Winter", email: "ada@example.test", password: "a long sentence for Ada" };
const DAILY_LIMIT = 40;
let stack: RunningStack;
let leave: () => Promise<void>;
let database: Client;

// One of its own: its day of mail is used up.
test.beforeAll(async () => {
  test.setTimeout(420_000);
  stack = await startStack({ env: { ADMIN_EMAILS: ADMIN.email, MAIL_DAILY_LIMIT: String(DAILY_LIMIT) } });
  leave = visit(stack);
  const secrets = await readFile(path.join(stack.dataDir, "secrets.json"), "utf8");
  const { postgresPassword: password } = JSON.parse(secrets) as { postgresPassword: string };
  const port = Number(stack.ports["SEGNO_POSTGRES_PORT"]);
  database = new Client({ host: "127.0.0.1", port, user: "segno", database: "segno", password });
  await database.connect();
});
test.afterAll(async () => {
  await database.end();
  await leave();
});

/** So many of the day's mails are left, whatever was sent before. */
async function leaveOfTheDay(count: number): Promise<void> {
  await database.query("UPDATE mail_day SET bulk = 0, transactional = $1", [DAILY_LIMIT - count]);
}

/** What happens at midnight: the next day's quota is free, and what waited for it is due. */
async function passMidnight(): Promise<void> {
  await leaveOfTheDay(DAILY_LIMIT);
  await database.query("UPDATE email SET next_attempt_at = now() WHERE state = 'deferred'");
}

test("B367: an invite on a day without mails is copied, its reader verified by hand, and the late mail still leads there", async ({
  page,
  otherContext,
  browser,
}) => {
  test.setTimeout(420_000);
  const desk = await (await browser.newContext()).newPage();
  await signUp(desk, ADMIN);
  await verify(desk, ADMIN);
  await join(page, "Mara");
  await createProject(page, "Nightferry");
  const bytes = synthesizeWav({ durationSec: 4 });
  await upload(page, [{ name: "Harbour.wav", bytes }], "Harbour v1 is in Nightferry");
  await leaveOfTheDay(0);

  const jonas = inventPerson("Jonas Weber");
  await page.getByRole("button", { name: "Share" }).click();
  const sharing = page.getByRole("dialog", { name: /Share/ });
  await sharing.getByLabel("E-mail").fill(jonas.email);
  await sharing.getByRole("button", { name: /^Invite/ }).click();
  await expect(async () => {
    await page.reload();
    await page.getByRole("button", { name: "Share" }).click();
    await expect(sharing.getByText("mail has to wait; the link works now")).toBeVisible({ timeout: 6_000 });
  }).toPass({ timeout: 60_000 });
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await sharing.getByRole("button", { name: `Copy the link for ${jonas.email}` }).click();
  await expect(toast(page, "The invite's link is copied")).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());

  const other = await otherContext.newPage();
  await other.goto(link);
  await other
    .getByRole("link", { name: /account/i })
    .first()
    .click();
  await other.waitForURL(/sign-up/);
  await signUp(other, jonas, other.url(), "The invite goes to this account.");
  expect(await readMails(jonas.email)).toEqual([]);

  await desk.goto("/operations/people");
  const people = desk.getByRole("region", { name: "People" });
  await people.getByLabel("E-mail of a person").fill(jonas.email);
  await people.getByRole("button", { name: "Find" }).click();
  await expect(people.getByText(jonas.name)).toBeVisible();
  await inEveryLook(desk, async (width) => {
    await expectAccessible(desk);
    await expectNotTooWide(desk, `people at ${width}`);
  });
  await people.getByRole("button", { name: /^Verify by hand/ }).click();
  await expect(people.getByText(/^verified/)).toBeVisible();

  await other.goto("/");
  await expect(other.getByRole("main").getByText("Harbour").first()).toBeVisible();

  // The invite is answered, so its mail is not sent any more; the one to verify comes late, and both links still lead there.
  await passMidnight();
  const late = await waitForLate(jonas);
  await other.goto(late);
  await other.getByRole("button", { name: "Verify my address" }).click();
  await other.getByRole("link", { name: "Go to your songs" }).click();
  await expect(other.getByRole("main").getByText("Harbour").first()).toBeVisible();
  await other.goto(link);
  await expect(other.getByText(/Harbour|Nightferry/).first()).toBeVisible();
  expect((await readMails(jonas.email)).filter(({ text }) => text.includes("/invites/"))).toEqual([]);
  await desk.context().close();
});

/** The mail to verify, a day late. */
async function waitForLate({ email }: Person): Promise<string> {
  let found = "";
  await expect(async () => {
    const mails = await readMails(email);
    found = mails.map(({ text }) => /https?:\/\/\S+\/verify\?token=[\w-]+/.exec(text)?.[0]).find(Boolean) ?? "";
    expect(found).not.toBe("");
  }).toPass({ timeout: 60_000 });
  return found;
}

test("B368: a password is reset while digests meet the end of the day's mails", async ({ page, otherContext }) => {
  test.setTimeout(420_000);
  await leaveOfTheDay(DAILY_LIMIT);
  await join(page, "Theo");
  await createProject(page, "Split 7");
  const bytes = synthesizeWav({ durationSec: 4, rootHz: 330 });
  await upload(page, [{ name: "Dynamo.wav", bytes }], "Dynamo v1 is in Split 7");
  const other = await otherContext.newPage();
  const ruth = await join(other, "Ruth");
  await callApi(other, "PATCH", "/api/account", { digestHour: 0 });
  const projects = await callApi<{ items: { id: string }[] }>(page, "GET", "/api/projects");
  const shares = `/api/projects/${projects.body.items[0]?.id ?? ""}/shares`;
  await callApi(page, "POST", shares, { email: ruth.email, role: "commenter" });
  await openUploaded(page);
  await comment(page, "Can the bridge breathe?");
  // A fifth of the day is account mail's alone: no digest finds a place, one reset does.
  await leaveOfTheDay(1);
  const { inngestEventKey } = JSON.parse(await readFile(path.join(stack.dataDir, "secrets.json"), "utf8")) as Record<
    string,
    string
  >;
  const planned = await fetch(`${stack.inngestUrl}/e/${inngestEventKey ?? ""}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify([{ name: "digest/plan.requested", data: {} }]),
  });
  expect(planned.ok).toBe(true);
  const waiting = async () =>
    (await database.query("SELECT 1 FROM email WHERE lane = 'bulk' AND state = 'deferred'")).rowCount;
  await expect.poll(waiting, { timeout: 20_000 }).toBeGreaterThan(0);

  const window = await (await otherContext.browser()?.newContext())?.newPage();
  if (!window) throw new Error("There is no browser.");
  await window.goto("/sign-in");
  await window.getByRole("link", { name: /forgot/i }).click();
  await window.waitForURL(/forgot/);
  await window.getByLabel("E-mail").fill(ruth.email);
  await window.getByRole("button", { name: "Send the link" }).click();
  const link = await waitForLink(ruth.email, /password/i, /https?:\/\/\S+\/reset\?token=[\w-]+/);
  expect((await readMails(ruth.email)).filter(({ subject }) => /Dynamo|Split 7/.test(subject))).toEqual([]);
  const changed = { ...ruth, password: "quite another sentence" };
  const set = async (password: string) => {
    await window.goto(link);
    await window.getByLabel("New password", { exact: true }).fill(password);
    await window.getByRole("button", { name: "Set the password" }).click();
  };
  await set(changed.password);
  await expect(window.getByText("The new password is set.")).toBeVisible();
  // The link is used up, old sessions are out, and the new password is in.
  await set("a third sentence of words");
  await expect(window.getByRole("link", { name: "Send me a new link" })).toBeVisible();
  await other.goto("/");
  await expect(other).toHaveURL(/sign-in/);
  await signIn(window, changed);
  await window.context().close();
});
