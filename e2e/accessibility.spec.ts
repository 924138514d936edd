import { expectAccessible, expectAccessibleEverywhere } from "./axe";
import { callApi, expect, join, test } from "./journey";
import { synthesizeWav } from "./sound";
import { comment, comments, createProject, expectMeasured, openUploaded, player, upload } from "./studio";

test("every page is free of faults that a program can find, by day and by night, wide and narrow", async ({ page }) => {
  for (const path of [
    "/sign-in",
    "/sign-up",
    "/forgot",
    "/reset?token=x",
    "/verify?token=x",
    "/address?token=x",
    "/unsubscribe?token=x",
    "/invites/x",
  ]) {
    await page.goto(path);
    await expectAccessible(page);
  }
  await join(page, "Mara");
  await expectAccessible(page);
  await createProject(page, "Nightferry");
  await expectAccessible(page);
  await upload(
    page,
    [{ name: "Harbour.wav", bytes: synthesizeWav({ durationSec: 8 }) }],
    "Harbour v1 is in Nightferry",
  );
  await openUploaded(page);
  await expectMeasured(page);
  await comment(page, "Keep this take.");
  const song = new URL(page.url()).pathname;
  const project = song.replace(/\/songs\/.*/, "");
  await expectAccessibleEverywhere(page, ["/", project, song, "/notifications", "/settings", "/nowhere"]);
});

test("by keyboard alone: play, seek, mark, walk the comments, resolve, change the version", async ({ page }) => {
  await join(page, "Jonas");
  await createProject(page, "Keys");
  await upload(page, [{ name: "Keys.wav", bytes: synthesizeWav({ durationSec: 20 }) }], "Keys v1 is in Keys");
  await openUploaded(page);
  await expectMeasured(page);
  await expect(page.getByRole("main").getByRole("button", { name: "Listen" })).toBeVisible();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());

  await page.keyboard.press("Space");
  await expect(player(page).getByRole("button", { name: "Pause" })).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(player(page)).toContainText(/0:0[5-9]/);
  await page.keyboard.press("k");
  await expect(player(page).getByRole("button", { name: "Play" })).toBeVisible();

  await page.keyboard.press("c");
  await page.keyboard.type("Here it breathes.");
  await page.keyboard.press("Control+Enter");
  await expect(comments(page).getByRole("article").getByText("Here it breathes.")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await page.keyboard.press("n");
  await expect(comments(page).locator("[aria-current=true]")).toContainText("Here it breathes.");
  await page.keyboard.press("r");
  await expect(comments(page).getByText("Open 0")).toBeVisible();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "All keys" })).toBeVisible();
  await page.keyboard.press("Escape");
  const songs = await callApi(page, "GET", "/api/projects");
  expect(songs.status).toBe(200);
});
