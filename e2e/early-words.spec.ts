import { expect, join, test } from "./journey";
import { synthesizeWav } from "./sound";
import { comments, createProject, openUploaded, toast, upload } from "./studio";

test("words typed before the page's scripts have come are kept, and can be sent", async ({ page }) => {
  await join(page, "Mara");
  await createProject(page, "Nightferry");
  const take = { name: "Slow Dynamo.wav", bytes: synthesizeWav({ durationSec: 6 }) };
  await upload(page, [take], "Slow Dynamo v1 is in Nightferry");
  await openUploaded(page);
  await expect(page.getByRole("textbox", { name: "Comment" })).toBeVisible();

  // A slow line: the page is there, its scripts are not.
  let letThrough: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await held;
    await route.continue();
  });
  await page.reload({ waitUntil: "commit" });
  await page.getByRole("textbox", { name: "Comment" }).fill("The brushes are late");
  letThrough();

  await page.getByRole("button", { name: "Comment", exact: true }).click({ timeout: 15_000 });
  await expect(comments(page).getByRole("article").getByText("The brushes are late")).toBeVisible();
  await expect(toast(page, "went wrong")).toBeHidden();
});
