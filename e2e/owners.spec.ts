import { expectAccessible, expectNotTooWide, inEveryLook } from "./axe";
import { expect, join, signIn, test, waitForLink } from "./journey";
import { createProject, toast } from "./studio";

const DESK = { width: 1440, height: 900 };

test("B345, B346, B347, B349: a project is handed on by keyboard, its new owner deletes their account, and an editor takes it over", async ({
  page,
  otherContext,
}) => {
  test.setTimeout(420_000);
  const olga = await join(page, "Olga");
  const other = await otherContext.newPage();
  const eddie = await join(other, "Eddie");
  await createProject(page, "Nightferry");
  const place = page.url();
  const people = page.getByRole("dialog", { name: /Share/ });
  await page.getByRole("button", { name: "Share" }).click();
  await expect(people.getByText("Olga (you)")).toBeVisible();
  await people.getByLabel("E-mail").fill(eddie.email);
  await people.getByLabel("What they may do").selectOption("editor");
  await people.getByRole("button", { name: /^Invite/ }).click();
  await expect(people.getByText("Eddie can open it now.")).toBeVisible();

  await people.getByRole("button", { name: "Make Eddie the owner" }).press("Enter");
  const asks = page.getByRole("alertdialog", { name: "Make Eddie the owner?" });
  await expect(asks).toBeVisible();
  await inEveryLook(page, () => expectAccessible(page));
  await page.setViewportSize(DESK);
  await asks.getByRole("button", { name: "Ask Eddie" }).press("Enter");
  await expect(people.getByText("asked to own it")).toBeVisible();
  await expect(toast(page, "Eddie is asked to own Nightferry")).toBeVisible();
  await people.getByRole("button", { name: "Don't hand Nightferry to Eddie" }).press("Enter");
  await expect(people.getByText("asked to own it")).toBeHidden();
  await people.getByRole("button", { name: "Make Eddie the owner" }).click();
  await asks.getByRole("button", { name: "Ask Eddie" }).click();
  await expect(people.getByText("asked to own it")).toBeVisible();

  await other.goto(place);
  const notice = other.getByRole("region", { name: "A new owner" });
  await expect(notice).toContainText("Olga wants to hand this project to you.");
  await inEveryLook(other, async () => {
    await expectAccessible(other);
    await expectNotTooWide(other, "the page");
  });
  await other.setViewportSize(DESK);
  await notice.getByRole("button", { name: "Own it" }).press("Enter");
  await expect(notice).toBeHidden();

  // Olga edits from now on, and may leave; she stays for now.
  await page.reload();
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Leave project" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Stay" }).click();

  await other.goto("/settings");
  await other.getByRole("button", { name: "Delete my account" }).press("Enter");
  const leaving = other.getByRole("dialog", { name: "Delete your account" });
  await expect(leaving.getByLabel("Nightferry")).toHaveValue(/.+/);
  await inEveryLook(other, async () => {
    await expectAccessible(other);
    await expectNotTooWide(other, "the page");
  });
  await other.setViewportSize(DESK);
  await leaving.getByLabel("Your password", { exact: true }).fill("not this one");
  await other.keyboard.press("Enter");
  await expect(leaving.getByText("This is not your password.")).toBeVisible();
  await leaving.getByLabel("Your password", { exact: true }).fill(eddie.password);
  await other.keyboard.press("Enter");
  await expect(other.getByText(`A link is on its way to ${eddie.email}.`)).toBeVisible();
  await other.goto(await waitForLink(eddie.email, /Delete your account/, /https?:\/\/\S+\/goodbye\?token=[\w-]+/));
  await inEveryLook(other, async () => {
    await expectAccessible(other);
    await expectNotTooWide(other, "the page");
  });
  await other.setViewportSize(DESK);
  await other.getByRole("button", { name: "Delete my account for good" }).press("Enter");
  await expect(other.getByText("Your account is deleted, and your address with it.")).toBeVisible();
  await other.goto("/settings");
  await expect(other).toHaveURL(/sign-in/);

  await page.goto(place);
  const orphan = page.getByRole("region", { name: "A new owner" });
  await expect(orphan).toContainText("Its owner has left Segno");
  await orphan.getByRole("button", { name: "Own it" }).click();
  await expect(orphan).toBeHidden();
  await page.getByRole("button", { name: "More" }).click();
  await expect(page.getByRole("menuitem", { name: "Delete project" })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: "Leave project" })).toHaveCount(0);
  await signIn(await otherContext.newPage(), olga);
});
