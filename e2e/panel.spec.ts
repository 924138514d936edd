import { readFile } from "node:fs/promises";
import path from "node:path";
import { Client } from "pg";
import { expectAccessible, expectNotTooWide, inEveryLook } from "./axe";
import { expect, signUp, test, verify } from "./journey";
import { type RunningStack, startStack, visit } from "./stack";
import { findListener, listDescendants } from "./start-command";

const ADMIN = { name: "Ada Winter", email: "ada@example.test", password: "a long sentence for Ada" };
let stack: RunningStack;
let leave: () => Promise<void>;
let database: Client;

// One of its own: its queue dies.
test.beforeAll(async () => {
  test.setTimeout(420_000);
  stack = await startStack({ env: { ADMIN_EMAILS: ADMIN.email } });
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

/** The queue's stand-in, by the port it listens on. */
async function signalQueue(signal: "SIGSTOP" | "SIGCONT"): Promise<void> {
  const queue = await findListener(Number(stack.ports["SEGNO_INNGEST_PORT"]), await listDescendants(stack.pid));
  if (!queue) throw new Error("No queue listens.");
  process.kill(queue.pid, signal);
}

/** A process elsewhere that was refused as it saw another storage: what it left behind. */
async function leaveRefusal(): Promise<void> {
  await database.query(
    `INSERT INTO heartbeat (id, host, started_at, last_beat_at, facts)
     SELECT gen_random_uuid(), 'attic', now(), now(), facts || '{"functions": []}' || jsonb_build_object('storage',
       facts->'storage' || '{"state": "other", "bucket": "songs-of-others"}') FROM heartbeat LIMIT 1`,
  );
}

test("B425: an administrator sees a dead queue at once, looks after an alert, mutes it, and sees all well again", async ({
  page,
}) => {
  test.setTimeout(420_000);
  await signUp(page, ADMIN);
  await verify(page, ADMIN);
  await page.goto("/operations");
  const proof = page.getByRole("region", { name: "Proof" });
  const row = (title: string) => proof.getByRole("listitem").filter({ hasText: title }).first();
  for (const title of ["Same storage", "Every event consumed", "Mail", "Schedules on time", "Configuration"]) {
    await expect(row(title)).toContainText("Well");
  }
  await expect(page.getByRole("region", { name: "Background work" })).toContainText("analyze-version");
  await expect(page.getByRole("list", { name: "Processes" }).getByRole("listitem")).toHaveCount(1);
  await row("Every event consumed").getByText("Evidence").click();
  await expect(row("Every event consumed")).toContainText("version/uploaded: analyze-version");

  await signalQueue("SIGSTOP");
  await expect(row("Queue")).toContainText("Wrong", { timeout: 20_000 });
  await expect(row("Queue")).toContainText("Check INNGEST_BASE_URL");
  await expect(page.getByRole("status").filter({ hasText: /^Wrong: .*Queue/ })).toBeVisible();
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `panel at ${width}`);
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  await signalQueue("SIGCONT");
  await expect(row("Queue")).toContainText("Well", { timeout: 20_000 });

  await leaveRefusal();
  const alert = page.getByRole("list", { name: "Alerts" }).getByRole("listitem");
  await expect(alert).toContainText("A process sees another storage", { timeout: 30_000 });
  await expect(row("Same storage")).toContainText("Wrong");
  await row("Same storage").getByText("Evidence").click();
  await expect(row("Same storage")).toContainText("songs-of-others");
  // By keyboard.
  await alert.getByRole("button", { name: /^I look after it/ }).focus();
  await page.keyboard.press("Enter");
  await expect(alert).toContainText(`${ADMIN.name} looks after it`);
  await alert.getByRole("button", { name: /^Mute/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "For an hour" }).focus();
  await page.keyboard.press("Enter");
  await expect(alert).toContainText("muted until");
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `alerts at ${width}`);
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  await alert.getByRole("button", { name: /^Unmute/ }).click();
  await expect(alert).not.toContainText("muted until");

  await database.query("DELETE FROM heartbeat WHERE host = 'attic'");
  await expect(row("Same storage")).toContainText("Well", { timeout: 20_000 });
  await expect(page.getByRole("region", { name: "Past alerts" })).toContainText("A process sees another storage", {
    timeout: 100_000,
  });
  await page.getByRole("navigation", { name: "Operations" }).getByRole("link", { name: "Mail" }).click();
  await expect(page.getByRole("region", { name: "Mail", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "Mail", exact: true })).toHaveAttribute("aria-current", "page");
});

test("B418: a process that is told to stop says goodbye: the one that follows it is the only one", async () => {
  const listIds = async () =>
    (await database.query<{ id: string }>("SELECT id FROM heartbeat")).rows.map(({ id }) => id);
  const before = await listIds();
  const app = await findListener(Number(stack.ports["SEGNO_PORT"]), await listDescendants(stack.pid));
  if (!app) throw new Error("No app listens.");
  process.kill(app.pid, "SIGTERM");
  await expect.poll(listIds, { timeout: 60_000 }).not.toEqual(expect.arrayContaining([before[0]]));
  await expect.poll(async () => (await listIds()).length, { timeout: 60_000 }).toBe(1);
});
