import { expectAccessible, expectNotTooWide, inEveryLook } from "./axe";
import { callApi, expect, readMails, signUp, test, verify } from "./journey";
import { startStack, visit } from "./stack";
import { createProject, toast } from "./studio";

const ADMIN = { name: "Ada Winter", email: "ada@example.test", password: "a long sentence for Ada" };
/** The mailbox lets what goes there bounce. */
const GONE = "bounced@resend.dev";
const RESET = "Set a new password for Segno";
let leave: () => Promise<void>;

// One of its own: stopping the mail would stop the other journeys'.
test.beforeAll(async () => {
  test.setTimeout(420_000);
  leave = visit(await startStack({ env: { ADMIN_EMAILS: ADMIN.email } }));
});
test.afterAll(() => leave());

test("B338, B339, B343: an administrator sees a bounce, lets mail go there again, stops all mail and lets it go", async ({
  page,
}) => {
  await signUp(page, ADMIN);
  await verify(page, ADMIN);
  await createProject(page, "Nightferry");
  await page.getByRole("button", { name: "Share" }).click();
  const sharing = page.getByRole("dialog", { name: /Share/ });
  await sharing.getByLabel("E-mail").fill(GONE);
  await sharing.getByRole("button", { name: /^Invite/ }).click();
  await expect(sharing.getByText(GONE).first()).toBeVisible();
  await expect(async () => {
    await page.reload();
    await page.getByRole("button", { name: "Share" }).click();
    await expect(sharing.getByText("mail came back")).toBeVisible({ timeout: 6_000 });
  }).toPass({ timeout: 60_000 });

  await page.goto("/operations/mail");
  const addresses = page.getByRole("region", { name: "Addresses without mail" });
  const mail = page.getByRole("region", { name: "Mail", exact: true });
  await expect(addresses.getByText(GONE, { exact: true })).toBeVisible();
  await expect(mail.getByText(/1 bounced/)).toBeVisible();
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `operations at ${width}`);
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  await addresses.getByRole("button", { name: `Let mail go again to ${GONE}` }).click();
  await expect(toast(page, `Mail may go to ${GONE} again`)).toBeVisible();
  await expect(addresses.getByText("Mail goes to every address")).toBeVisible();

  // By keyboard.
  await mail.getByRole("button", { name: "Stop mail…" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Stop mail?" });
  await dialog.getByLabel("Stop account mail, too").focus();
  await page.keyboard.press("Space");
  await inEveryLook(page, () => expectAccessible(page));
  await page.setViewportSize({ width: 1440, height: 900 });
  await dialog.getByRole("button", { name: "Stop all mail" }).focus();
  await page.keyboard.press("Enter");
  await expect(mail.getByText(/^Stopped\./)).toHaveCount(2);
  await callApi(page, "POST", "/api/accounts/reset", { email: ADMIN.email });
  await expect(mail.getByText(/^Stopped\. 1 waits\./)).toBeVisible({ timeout: 15_000 });
  expect((await readMails(ADMIN.email)).map(({ subject }) => subject)).not.toContain(RESET);
  await inEveryLook(page, () => expectAccessible(page));
  await page.setViewportSize({ width: 1440, height: 900 });

  await mail.getByRole("button", { name: "Let account mail go again" }).click();
  await mail.getByRole("button", { name: "Let digests go again" }).click();
  await expect(mail.getByText(/^May go\./)).toHaveCount(2);
  await expect(mail.getByText("Digests may go again")).toContainText(ADMIN.name);
  await expect
    .poll(async () => (await readMails(ADMIN.email)).map(({ subject }) => subject), { timeout: 100_000 })
    .toContain(RESET);
});
