import { expect, join, test } from "./journey";
import { synthesizeWav } from "./sound";

test("B137: a newcomer comes to a first song that is measured, tagged and heard", async ({ page }) => {
  await join(page, "Mara Lindqvist");

  await page.getByLabel("Name").fill("Nightferry");
  await page.getByRole("button", { name: "Create project" }).click();
  await expect(page.getByRole("heading", { name: "Nightferry" })).toBeVisible();

  await page.getByLabel("Choose takes").setInputFiles({
    name: "Paper Lanterns.wav",
    mimeType: "audio/wav",
    buffer: synthesizeWav({ durationSec: 12 }),
  });
  await expect(page.getByText("1 new song in Nightferry.")).toBeVisible();
  await page.getByRole("button", { name: "Upload 1 take" }).click();

  // B15: the words name song, version and project, and lead there.
  const toast = page.getByText("Paper Lanterns v1 is in Nightferry");
  await expect(toast).toBeVisible();
  await page.getByRole("button", { name: "Listen" }).click();

  // B14, B56: everything else arrives without a reload.
  await expect(page.getByRole("heading", { name: /Paper Lanterns/ })).toBeVisible();
  await expect(page.getByText("LUFS")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("dBTP")).toBeVisible();
  await expect(page.getByRole("list", { name: "Tags" }).getByRole("listitem").first()).toBeVisible();

  await page.locator("main").getByRole("button", { name: "Listen" }).click();
  const player = page.getByRole("region", { name: "Player" });
  await expect(player.getByRole("button", { name: "Pause" })).toBeVisible();
  await expect(player).toContainText("0:02", { timeout: 10_000 });
});
