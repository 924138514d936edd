import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "@playwright/test";
import { ROOT, withoutOwn } from "./stack";

interface Asleep {
  mailUrl: string;
  inngestUrl: string;
  emails: string[];
  turnCount: number;
}

let child: ChildProcess;
let asleep: Asleep;

test.beforeAll(async () => {
  test.setTimeout(420_000);
  child = spawn(process.execPath, ["--import", "tsx", "e2e/asleep-process.ts"], {
    cwd: ROOT,
    env: withoutOwn(process.env),
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  asleep = (await waitForMessage()) as Asleep;
});
test.afterAll(async () => {
  const ended = once(child, "exit");
  if (child.connected) child.disconnect();
  await ended;
});

/** What the process says next. @throws when it ends instead. */
function waitForMessage(): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once("message", resolve);
    child.once("exit", (code) => reject(new Error(`The sleeping stack ended with ${code}.`)));
  });
}

test("B37, B38, B135: after a month asleep nobody finds more than one digest, and what was dropped is shown", async ({
  page,
}) => {
  await page.goto(`${asleep.mailUrl}/`);
  await expect(page.getByText("0 messages")).toBeVisible();
  await page.goto(`${asleep.inngestUrl}/`);
  await expect(page.getByText("calls wait for their app")).toBeVisible();

  const woken = waitForMessage();
  child.send("wake");
  await woken;

  const figure = page.locator("#figures > div").filter({ hasText: /^expired/ });
  await expect(async () =>
    expect(Number((await figure.locator("dd").textContent())?.replaceAll(",", ""))).toBeGreaterThanOrEqual(
      asleep.turnCount,
    ),
  ).toPass();
  const digests = page.locator("#functions tr").filter({ hasText: "digest/readers.due" });
  await expect(digests.getByRole("cell").nth(3)).toHaveText(String(asleep.emails.length));
  await expect(digests.getByRole("cell").nth(4)).toHaveText("0");
  await expect(digests.getByRole("cell").nth(5)).toHaveText(String(asleep.turnCount));
  await expect(page.locator("#failures")).toContainText("Expired: data.expiresAt passed");

  await page.goto(`${asleep.mailUrl}/`);
  await expect(page.getByText(`${asleep.emails.length} messages`)).toBeVisible();
  const rows = page.locator("#list a.row");
  await expect(rows).toHaveCount(asleep.emails.length);
  for (const email of asleep.emails) await expect(rows.filter({ hasText: email })).toHaveCount(1);

  await rows.first().click();
  const mail = page.frameLocator("iframe");
  await expect(mail.getByText("Paper Lanterns").first()).toBeVisible();
  await expect(mail.getByText(/And \d+ older things you have not opened/)).toBeVisible();
});
