import type { Page } from "@playwright/test";
import { expectAccessible, expectNotTooWide, inEveryLook } from "./axe";
import { callApi, expect, join, type Person, test } from "./journey";
import { synthesizeWav } from "./sound";
import { comment, comments, createProject, openUploaded, toast, upload } from "./studio";

const rows = (page: Page) => page.getByRole("main").getByRole("listitem");
const row = (page: Page, words: string) => rows(page).filter({ hasText: words });
const bell = (page: Page) => page.getByRole("complementary").getByRole("link", { name: /^Notifications/ });

async function checkLooks(page: Page, what: string): Promise<void> {
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `${what} at ${width}`);
  });
  await page.setViewportSize({ width: 1440, height: 900 });
}

/** Mara's project with one take, open at its song; Jonas may comment. */
async function shareSong(mara: Page, jonas: Person): Promise<string> {
  await createProject(mara, "Nightferry");
  const projectPath = new URL(mara.url()).pathname;
  await callApi(mara, "POST", `/api${projectPath}/shares`, { email: jonas.email, role: "commenter" });
  const bytes = synthesizeWav({ durationSec: 4 });
  await upload(mara, [{ name: "Harbour.wav", bytes }], "Harbour v1 is in Nightferry");
  await openUploaded(mara);
  await expect(mara.getByRole("heading", { level: 1, name: "Harbour" })).toBeVisible();
  return projectPath;
}

test("B283, B284: what happens is listed by song as it comes, read or kept unread, and brought back by an undo", async ({
  page: mara,
  otherContext,
}) => {
  const jonas = await otherContext.newPage();
  const person = await join(jonas, "Jonas");
  await join(mara, "Mara");
  await jonas.goto("/notifications");
  const second = await otherContext.newPage();
  await second.goto("/settings");
  await shareSong(mara, person);
  await expect(row(jonas, "Mara shared a project with you")).toBeVisible();

  for (const words of ["The snare is late.", "Bass and kick.", "Keep this take."]) await comment(mara, words);
  const session = row(jonas, "Mara left 3 comments on Harbour");
  // Sooner than a list is read by itself: the page was told.
  await expect(session).toContainText("“Keep this take.”", { timeout: 8_000 });
  await expect(session).toContainText("and 2 more");
  await expect(rows(jonas)).toHaveCount(3);
  await expect(bell(jonas)).toHaveAccessibleName(/^Notifications ?5 unread$/);
  await expect(bell(second)).toHaveAccessibleName(/^Notifications ?5 unread$/, { timeout: 8_000 });
  await checkLooks(jonas, "the notices");

  // By keys alone: read, kept as unread, and all read with a way back.
  await session.getByRole("button", { name: /^Mark as read/ }).press("Enter");
  await expect(bell(jonas)).toHaveAccessibleName(/^Notifications ?2 unread$/);
  await expect(bell(second)).toHaveAccessibleName(/^Notifications ?2 unread$/, { timeout: 8_000 });
  await session.getByRole("button", { name: /^Mark as unread/ }).press("Enter");
  await expect(bell(jonas)).toHaveAccessibleName(/^Notifications ?5 unread$/);
  await jonas.getByRole("button", { name: "Mark all read" }).click();
  await expect(bell(jonas)).toHaveAccessibleName("Notifications");
  await expect(toast(jonas, "All is marked as read")).toBeVisible();
  await expect(jonas.getByRole("link", { name: "What you hear of" })).toBeFocused();
  await jonas.getByRole("button", { name: "Undo" }).click();
  await expect(bell(jonas)).toHaveAccessibleName(/^Notifications ?5 unread$/);

  // It leads to the newest of it, and is read by that.
  await session.getByRole("link").click();
  await expect(jonas.getByRole("heading", { level: 1, name: "Harbour" })).toBeVisible();
  await expect(jonas).toHaveURL(/comment=/);
  await expect(bell(second)).toHaveAccessibleName(/^Notifications( ?1 unread)?$/, { timeout: 10_000 });
});

test("B265, B266: one chooses by kind and by place what one hears of; a mention comes through", async ({
  page: mara,
  otherContext,
}) => {
  const jonas = await otherContext.newPage();
  const person = await join(jonas, "Jonas");
  await join(mara, "Mara");
  const projectPath = await shareSong(mara, person);

  await jonas.goto("/settings#notifications");
  const mail = jonas.getByRole("region", { name: "Notifications" });
  await mail.getByLabel("Digest by mail").selectOption("Once a week");
  await mail.getByLabel("On", { exact: true }).selectOption("Thursday");
  await mail.getByLabel("At", { exact: true }).selectOption("18:00");
  await mail.getByLabel(/^Quiet hours/).check();
  await mail.getByLabel("To", { exact: true }).selectOption("22:00");
  await mail.getByRole("button", { name: "Save mail times" }).click();
  await expect(mail.getByText("Quiet hours end at another hour than they begin.")).toBeVisible();
  await mail.getByLabel("To", { exact: true }).selectOption("07:00");
  await mail.getByRole("button", { name: "Save mail times" }).click();
  await expect(mail.getByText("Saved.")).toBeVisible();
  await expect(mail.getByLabel("Somebody mentions you")).toHaveValue("at_once");
  const kept = jonas.waitForResponse((response) => response.url().endsWith("/preferences") && response.ok());
  await mail.getByLabel("A song reaches another stage").selectOption("Never");
  await kept;

  // Of this project, what is said to oneself alone.
  await jonas.goto(projectPath);
  await jonas.getByRole("link", { name: "Harbour", exact: true }).first().click();
  await expect(jonas.getByRole("heading", { level: 1, name: "Harbour" })).toBeVisible();
  await jonas.getByRole("main").getByRole("button", { name: "More" }).first().click();
  await jonas.getByRole("menuitem", { name: "Notify me" }).click();
  const dialog = jonas.getByRole("dialog", { name: "Notify me about Harbour" });
  await expect(dialog.getByRole("radio", { name: /As the project/ })).toBeChecked();
  await dialog.getByRole("radio", { name: /Mentions and replies/ }).check();
  await expectAccessible(jonas);
  await jonas.keyboard.press("Escape");
  await expect(jonas.getByRole("button", { name: "More" }).first()).toBeFocused();

  await jonas.goto("/settings#notifications");
  await expect(mail.getByLabel("On", { exact: true })).toHaveValue("4");
  await expect(mail.getByLabel("At", { exact: true })).toHaveValue("18");
  await expect(mail.getByLabel("To", { exact: true })).toHaveValue("7");
  await expect(mail.getByLabel("A song reaches another stage")).toHaveValue("never");
  await expect(mail.getByLabel("Harbour, Nightferry")).toHaveValue("personal");
  // A link to the middle of a long page moves the page alone, not the frame around it.
  expect(await jonas.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBe(0);
  await checkLooks(jonas, "the settings");

  // Picked by keys from those who can open the song.
  await comment(mara, "Nobody in particular.");
  const field = mara.getByRole("textbox", { name: "Comment" });
  await field.pressSequentially("Is this the Tele, @Jo");
  await expect(mara.getByRole("option", { name: /^Jonas/ })).toBeVisible();
  await expectAccessible(mara);
  await field.press("Enter");
  await expect(field).toHaveValue("Is this the Tele, @Jonas ");
  await mara.getByRole("button", { name: "Comment", exact: true }).click();
  await expect(comments(mara).getByRole("article").getByText("@Jonas")).toBeVisible();

  await jonas.goto("/notifications");
  await expect(row(jonas, "Mara mentioned you at")).toContainText("Is this the Tele, @Jonas");
  await expect(rows(jonas).filter({ hasText: "Nobody in particular" })).toHaveCount(0);
});
