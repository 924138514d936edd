import { expect, join, test } from "./journey";
import { synthesizeWav } from "./sound";
import { expectMeasured, listen, openUploaded, player, upload } from "./studio";

test("B137: a newcomer comes to a first song that is measured, tagged and heard", async ({ page }) => {
  await join(page, "Mara Lindqvist");

  await page.getByLabel("Name").fill("Nightferry");
  await page.getByRole("button", { name: "Create project" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Nightferry" })).toBeVisible();

  // B15: the words name song, version and project, and lead there.
  const take = { name: "Paper Lanterns.wav", bytes: synthesizeWav({ durationSec: 50 }) };
  await upload(page, [take], "Paper Lanterns v1 is in Nightferry");
  await openUploaded(page);

  // B14, B56, B57: everything else arrives without a reload.
  await expect(page.getByRole("heading", { name: /Paper Lanterns/ })).toBeVisible();
  await expectMeasured(page);

  await listen(page);
  await expect(player(page)).toContainText(/0:(0[2-9]|[1-4]\d)/, { timeout: 10_000 });
  await page.getByRole("link", { name: "Home" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  // Playing goes on while the page changes.
  await expect(player(page).getByRole("button", { name: "Pause" })).toBeVisible();
  await expect(player(page)).toContainText(/0:(0[4-9]|[1-4]\d)/, { timeout: 10_000 });
});
