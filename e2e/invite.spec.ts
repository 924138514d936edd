import { expect, inventPerson, join, signUp, test, verify, waitForLink } from "./journey";
import { synthesizeWav } from "./sound";
import { comment, comments, createProject, expectMeasured, openUploaded, toast, upload } from "./studio";

test("B23, B24, B14: an invited newcomer verifies, opens the song, and two windows see each other's marks", async ({
  page,
  otherContext,
}) => {
  await join(page, "Mara");
  await createProject(page, "Nightferry");
  await upload(
    page,
    [{ name: "Harbour.wav", bytes: synthesizeWav({ durationSec: 8 }) }],
    "Harbour v1 is in Nightferry",
  );
  await openUploaded(page);
  await expectMeasured(page);

  const jonas = inventPerson("Jonas Weber");
  await page.getByRole("button", { name: "Share" }).click();
  const dialog = page.getByRole("dialog", { name: /Share/ });
  await dialog.getByLabel("E-mail").fill(jonas.email);
  await dialog.getByRole("button", { name: /^Invite/ }).click();
  await expect(dialog.getByText(jonas.email).first()).toBeVisible();
  await page.keyboard.press("Escape");

  const link = await waitForLink(jonas.email, /invite|share/i, /https?:\/\/\S+\/invites\/[\w.-]+/);
  const other = await otherContext.newPage();
  await other.goto(link);
  await expect(other.getByText(/Harbour|Nightferry/).first()).toBeVisible();
  await signUp(other, jonas);
  // B24: verifying is enough; the share is there whichever way one comes in.
  await verify(other, jonas);
  await other.getByRole("main").getByText("Harbour").first().click();
  await expect(other.getByRole("heading", { name: /Harbour/ })).toBeVisible();
  await expectMeasured(other);

  const writtenAt = Date.now();
  await comment(page, "Can the bridge breathe?");
  await expect(comments(other).getByText("Can the bridge breathe?")).toBeVisible({ timeout: 6_000 });
  expect(Date.now() - writtenAt).toBeLessThan(3_000);
  await comments(other).getByRole("button", { name: "Reply" }).click();
  await other.getByRole("textbox", { name: /^Reply to/ }).fill("It will.");
  await other.getByRole("button", { name: "Reply", exact: true }).last().click();
  await expect(comments(page).getByText("It will.")).toBeVisible({ timeout: 6_000 });
  await comments(other).getByRole("button", { name: "Resolve" }).click();
  await expect(comments(page).getByText("Open 0")).toBeVisible({ timeout: 6_000 });
  await expect(toast(other, "Something went wrong")).toBeHidden();
});
