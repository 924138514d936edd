import { expect, type Page } from "@playwright/test";
import { formatBytes } from "@/lib/core/format-bytes";
import { expectAccessible, expectNotTooWide, inEveryLook } from "./axe";
import { join, test } from "./journey";
import { synthesizeWav } from "./sound";
import { createProject, expectMeasured, openUploaded, toast, upload } from "./studio";

async function deleteBy(page: Page, item: string, answer: string): Promise<void> {
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: item }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: answer }).click();
}

/** Presses Undo; the answer comes this much later, so that it may fall into the time in which the message goes away. */
async function undo(page: Page, lateMs: number): Promise<void> {
  await page.route("**/restore", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, lateMs));
    await route.continue();
  });
  await page.getByRole("button", { name: "Undo" }).click();
}

test("B250, B251: what is deleted comes back: by Undo at once, by the trash for a month, on open pages without a reload", async ({
  page,
  context,
}) => {
  await join(page, "Mara");
  await createProject(page, "Nightferry");
  const take = { name: "Slow Dynamo.wav", bytes: synthesizeWav({ durationSec: 4 }) };
  await upload(page, [take], "Slow Dynamo v1 is in Nightferry");
  await openUploaded(page);
  await expectMeasured(page);
  const songUrl = page.url();
  const other = await context.newPage();
  await other.goto(songUrl);
  const download = other.getByRole("link", { name: /^Download v1/ });
  await expect(download).toBeVisible();

  await deleteBy(page, "Delete v1", "Delete version");
  await expect(toast(page, "v1 of Slow Dynamo is deleted")).toBeVisible();
  await expect(download).toBeHidden();
  await undo(page, 0);
  await expect(toast(page, "v1 of Slow Dynamo is back")).toBeVisible();
  await expect(download).toBeVisible();

  await deleteBy(page, "Delete song", "Delete song");
  await expect(page).toHaveURL(/\/projects\/[^/]+$/);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Trash" }).click();
  await expect(page.getByText("Song in Nightferry")).toBeVisible();
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `the trash at ${width}`);
  });
  // By keyboard.
  await page.getByRole("button", { name: "Bring back Slow Dynamo" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("The trash is empty")).toBeVisible();
  await page.goto(songUrl);
  await expect(page.getByRole("link", { name: /^Download v1/ })).toBeVisible();
});

test("B300, B301: what is deleted for good is gone at once, and gives its room back", async ({ page }) => {
  await join(page, "Mara");
  await createProject(page, "Nightferry");
  const take = { name: "Slow Dynamo.wav", bytes: synthesizeWav({ durationSec: 4 }) };
  await upload(page, [take], "Slow Dynamo v1 is in Nightferry");
  await page.goto("/settings");
  const storage = page.getByRole("region", { name: "Storage" });
  await expect(storage.getByRole("listitem").getByText(formatBytes(take.bytes.length))).toBeVisible();
  await storage.getByRole("link", { name: "Nightferry" }).click();
  await deleteBy(page, "Delete project", "Delete project");
  await page.goto("/settings");
  await expect(storage).toContainText(`${formatBytes(take.bytes.length)} of it in the trash`);
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `the settings at ${width}`);
  });

  await storage.getByRole("link", { name: "trash" }).click();
  await page.getByRole("button", { name: "Delete Nightferry for good" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete for good" }).click();
  await expect(toast(page, "Nightferry is gone for good")).toBeVisible();
  await expect(page.getByText("The trash is empty")).toBeVisible();
  await page.goto("/settings");
  await expect(storage).toContainText("hold no takes yet");
});

for (const lateMs of [30, 90, 150]) {
  test(`B250: Undo says that it is done, also when the answer comes ${lateMs} ms later, while the first message goes away`, async ({
    page,
  }) => {
    await join(page, "Mara");
    await createProject(page, "Nightferry");
    await deleteBy(page, "Delete project", "Delete project");
    await undo(page, lateMs);
    await expect(toast(page, "Nightferry is back")).toBeVisible();
  });
}
