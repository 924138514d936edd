import type { Locator, Page } from "@playwright/test";
import { makePicture, RED } from "@/lib/pictures/testing/make-picture";
import { expectAccessible, expectNotTooWide, inEveryLook } from "./axe";
import { expect, join, test } from "./journey";
import { synthesizeWav } from "./sound";
import { createProject, openUploaded, toast, upload } from "./studio";

const main = (page: Page): Locator => page.getByRole("main");
const shownPicture = (page: Page): Locator =>
  main(page)
    .getByRole("button", { name: /^Cover of/ })
    .locator("img");

async function choose(page: Page, buffer: Buffer, name = "cover.jpg", mimeType = "image/jpeg"): Promise<void> {
  await page.getByLabel(/^Choose a cover/).setInputFiles({ name, mimeType, buffer });
}

async function isDrawn(picture: Locator): Promise<boolean> {
  return await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth === 160);
}

test("B322: a song gets a picture, another, and none; each is undone, and what is no picture is refused in words", async ({
  page,
}) => {
  await join(page, "Frida");
  await createProject(page, "Pictures");
  await upload(page, [{ name: "Hum.wav", bytes: synthesizeWav({ durationSec: 2 }) }], "Hum v1 is in Pictures");
  await openUploaded(page);
  const cover = main(page).getByRole("button", { name: "Cover of Hum" });
  await expect(cover.locator("svg")).toBeVisible();

  // By keyboard: the menu, and in it the system's picker.
  await cover.focus();
  await page.keyboard.press("Enter");
  const item = page.getByRole("menuitem", { name: "Choose a picture" });
  await expect(item).toBeVisible();
  const asked = page.waitForEvent("filechooser");
  // A menu that has just been loaded takes the focus once more: then Enter is for nothing.
  await expect(async () => {
    await page.keyboard.press("ArrowDown");
    await expect(item).toBeFocused({ timeout: 300 });
    await page.keyboard.press("Enter");
    await expect(item).toBeHidden({ timeout: 500 });
  }).toPass();
  await (await asked).setFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer: await makePicture({ color: RED }) });
  await expect(toast(page, "Hum has a new cover")).toBeVisible();
  await expect(shownPicture(page)).toBeVisible();
  await expect.poll(() => isDrawn(shownPicture(page))).toBe(true);
  const first = await shownPicture(page).getAttribute("src");

  await choose(page, await makePicture({ width: 900 }));
  await expect(shownPicture(page)).not.toHaveAttribute("src", first ?? "");
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `the song at ${width}`);
  });
  await page.setViewportSize({ width: 1440, height: 900 });

  await cover.click();
  await page.getByRole("menuitem", { name: "Take the picture off" }).click();
  await expect(toast(page, "Hum has no picture")).toBeVisible();
  await expect(cover.locator("svg")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect(shownPicture(page)).toBeVisible();

  await choose(page, Buffer.from("GIF89a"), "a.gif", "image/gif");
  await expect(page.getByText("Save it as one of these")).toBeVisible();
  await choose(page, Buffer.alloc(10_000_001, 1));
  await expect(page.getByText("larger than 10 MB")).toBeVisible();
  await expect(shownPicture(page)).toBeVisible();

  // It goes where the song goes: rows of lists, the player; a reload finds it.
  await page.reload();
  await expect.poll(() => isDrawn(shownPicture(page))).toBe(true);
  await page.goto("/");
  await expect(main(page).getByRole("listitem").filter({ hasText: "Hum" }).locator("img").first()).toBeVisible();
});
