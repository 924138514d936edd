import { expect, type Page } from "@playwright/test";
import { expectAccessible, expectNotTooWide, inEveryLook } from "./axe";
import { join, test } from "./journey";
import { synthesizeWav } from "./sound";
import { createProject, expectMeasured, openUploaded, toast, upload } from "./studio";

const tags = (page: Page) => page.getByRole("list", { name: "Tags", exact: true });
const tag = (page: Page, name: string) => tags(page).getByRole("button", { name });

test("B75, B200, B201: tags are added, explained and taken off by keyboard and by hand; who looks sees it without a reload", async ({
  page,
  context,
}) => {
  await join(page, "Mara");
  await createProject(page, "Nightferry");
  const take = { name: "Slow Dynamo.wav", bytes: synthesizeWav({ durationSec: 6 }) };
  await upload(page, [take], "Slow Dynamo v1 is in Nightferry");
  await openUploaded(page);
  await expectMeasured(page);
  await expect(page.getByText("AI tags unavailable")).toBeVisible();
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole("button", { name: "Add tag" })).toBeVisible();

  // By keyboard: a word of the list, completed from its first letters.
  await page.getByRole("button", { name: "Add tag" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Add a tag" })).toBeFocused();
  await page.keyboard.type("dream");
  await expect(page.getByRole("option", { name: "Dreamy mood" })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(tag(page, "Dreamy, by a person")).toBeVisible();
  await page.keyboard.type("Sunday sessions");
  await page.keyboard.press("Enter");
  await expect(tag(page, "Sunday sessions, by a person")).toBeVisible();
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `the field at ${width}`);
  });
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Add tag" })).toBeFocused();
  await expect(tag(other, "Sunday sessions, by a person")).toBeVisible();

  // Each says why it is there.
  await tag(page, "Dreamy").click();
  const details = page.getByRole("dialog", { name: "The tag Dreamy" });
  await expect(details.getByText("Added by Mara.")).toBeVisible();
  await expectAccessible(page);
  await details.getByRole("button", { name: "Take this tag off" }).click();
  await expect(tag(page, "Dreamy")).toBeHidden();
  await expect(tag(other, "Dreamy")).toBeHidden();
  await expect(page.getByRole("button", { name: "Add tag" })).toBeFocused();
  await expect(toast(page, "Dreamy is off this version")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(tag(other, "Dreamy")).toBeVisible();
  await page.reload();
  await expect(tag(page, "Dreamy")).toBeVisible();
});

test("B203: the songs of a project are found by their tags, also after a reload", async ({ page }) => {
  await join(page, "Ines");
  await createProject(page, "Harbour");
  const takes = ["Low Tide", "High Tide"].map((name, i) => ({
    name: `${name}.wav`,
    bytes: synthesizeWav({ durationSec: 2 + i }),
  }));
  await upload(page, takes, "Tide v1 is in Harbour");
  const songs = page.getByRole("main").getByRole("link", { name: /Tide$/ });
  await expect(songs).toHaveCount(2);
  await page.getByRole("main").getByRole("link", { name: "Low Tide" }).click();
  await page.getByRole("button", { name: "Add tag" }).click();
  await page.getByRole("combobox", { name: "Add a tag" }).fill("Sea");
  await page.getByRole("option", { name: "Add “Sea”" }).click();
  await expect(tag(page, "Sea, by a person")).toBeVisible();
  await page.keyboard.press("Escape");

  await page.getByRole("complementary").getByRole("link", { name: "Harbour" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Harbour" })).toBeVisible();
  await page.getByRole("button", { name: "Filter" }).press("Enter");
  await page.getByRole("combobox", { name: "Tag", exact: true }).fill("se");
  await expect(page.getByRole("option", { name: "Sea 1 song" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(songs).toHaveText(["Low Tide"]);
  await expect(page.getByText("1 of 2 songs")).toBeVisible();
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `the filter at ${width}`);
  });
  await page.reload();
  await expect(songs).toHaveText(["Low Tide"]);
  await page.getByRole("button", { name: "Take back: Sea" }).click();
  await expect(songs).toHaveCount(2);
  await expect(page).toHaveURL(/\/projects\/[\w-]+$/);
});
