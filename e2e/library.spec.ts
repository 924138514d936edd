import { expect, type Page } from "@playwright/test";
import { expectAccessible, expectNotTooWide, inEveryLook } from "./axe";
import { join, test } from "./journey";
import { synthesizeWav } from "./sound";
import { createProject, openUploaded, upload } from "./studio";

async function bringSong(page: Page, project: string, song: string): Promise<void> {
  await join(page, "Mara");
  await createProject(page, project);
  await upload(page, [{ name: `${song}.wav`, bytes: synthesizeWav({ durationSec: 3 }) }], `${song} v1 is in ${project}`);
  await openUploaded(page);
}

async function checkLooks(page: Page, what: string): Promise<void> {
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `${what} at ${width}`);
  });
  await page.setViewportSize({ width: 1440, height: 900 });
}

test("B270: a song's stage is set by keyboard, seen by who looks without a reload, and stands in the list", async ({
  page,
  context,
}) => {
  await bringSong(page, "Nightferry", "Slow Dynamo");
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole("button", { name: "Set stage" })).toBeVisible();

  await page.getByRole("button", { name: "Set stage" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitemcheckbox", { name: "Idea" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Stage: Mix" })).toBeFocused();
  await expect(other.getByRole("button", { name: "Stage: Mix" })).toBeVisible();
  await checkLooks(page, "a song with a stage");

  await page.getByRole("main").getByRole("link", { name: "Nightferry" }).click();
  await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: "Slow Dynamo" })).toContainText("Mix");
  await checkLooks(page, "a list with a stage");
});
