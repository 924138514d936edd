import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { expectAccessible, expectNotTooWide, inEveryLook } from "./axe";
import { expect, join, test } from "./journey";
import { synthesizeWav } from "./sound";
import { chooseTakes, createProject, dropOnPage, toast } from "./studio";

async function makeAlbum(folder: string): Promise<void> {
  await mkdir(path.join(folder, "Bonus", ".cache"), { recursive: true });
  const takes = [
    "01 Paper Lanterns.wav",
    "02 Ferry v1.wav",
    "02 Ferry v2.wav",
    "Bonus/Hidden Track.wav",
    "Bonus/.cache/x.wav",
  ];
  for (const [index, name] of takes.entries()) {
    await writeFile(path.join(folder, name), synthesizeWav({ durationSec: 1, rootHz: 200 + index * 10 }));
  }
  await writeFile(path.join(folder, "cover.jpg"), "not a sound");
}

test("B260, B261: an album is uploaded by dropping its folder, and every take lands where it was shown to go", async ({
  page,
}) => {
  await join(page, "Alba");
  await createProject(page, "Lanterns");
  const folder = test.info().outputPath("Album");
  await makeAlbum(folder);
  await dropOnPage(page, [folder]);
  const dialog = page.getByRole("dialog", { name: "Where do these 4 takes go?" });
  await expect(dialog).toContainText("3 new songs in Lanterns from 4 takes.");
  await expect(dialog).toContainText("Left out: x.wav (hidden), cover.jpg (no sound).");
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `the dialog at ${width}`);
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  await dialog.getByLabel("Name of the song from Hidden Track.wav").fill("Low Tide");
  await dialog.getByRole("button", { name: "Upload 4 takes" }).click();
  const main = page.getByRole("main");
  for (const name of ["Paper Lanterns", "Ferry", "Low Tide"]) {
    await expect(main.getByRole("link", { name: new RegExp(name) }).first()).toBeVisible({ timeout: 30_000 });
  }
  await main.getByRole("link", { name: /Ferry/ }).first().click();
  await expect(page.getByRole("radio", { name: "Version 2" })).toBeVisible({ timeout: 30_000 });

  // The same takes, all as versions of this song.
  await dropOnPage(page, [path.join(folder, "01 Paper Lanterns.wav"), path.join(folder, "Bonus", "Hidden Track.wav")]);
  const versions = page.getByRole("dialog", { name: "Where do these 2 takes go?" });
  await expect(versions).toContainText("2 new versions of Ferry.");
  await versions.getByRole("button", { name: "Upload 2 takes" }).click();
  await expect(page.getByRole("radio", { name: "Version 4" })).toBeVisible({ timeout: 30_000 });
});

test("B260: more takes than go at once are refused in words, and so is what holds none", async ({ page }) => {
  await join(page, "Two Hundred");
  await createProject(page, "Too much");
  const take = { name: "a.wav", bytes: Buffer.from("RIFF") };
  await chooseTakes(
    page,
    Array.from({ length: 201 }, () => take),
  );
  await expect(page.getByText("201 takes are too many at once")).toBeVisible();
  await chooseTakes(page, [{ name: "words.txt", bytes: Buffer.from("la la"), mimeType: "text/plain" }]);
  await expect(page.getByText("There is no take in it")).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("B326: a folder let go on Home asks for the place, and makes the project it is told to", async ({ page }) => {
  await join(page, "Hanna");
  const folder = test.info().outputPath("Album");
  await makeAlbum(folder);
  const dialog = page.getByRole("dialog", { name: "Where do these 4 takes go?" });
  await expect(async () => {
    await dropOnPage(page, [folder]);
    await expect(dialog).toBeVisible({ timeout: 6_000 });
  }).toPass();
  const name = dialog.getByLabel("Name of the new project");
  await expect(name).toHaveValue("Album");
  await expect(dialog).toContainText("3 new songs in Album from 4 takes.");
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `the dialog at ${width}`);
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  // A second drop waits until the first is answered, and the browser opens neither.
  await dropOnPage(page, [folder]);
  await expect(dialog).toBeVisible();
  await name.fill("");
  await expect(dialog.getByRole("button", { name: "Upload 4 takes" })).toBeDisabled();
  await name.fill("Tides");
  await dialog.getByRole("button", { name: "Upload 4 takes" }).click();
  await page
    .getByRole("complementary")
    .getByRole("link", { name: /^Tides/ })
    .click();
  for (const song of ["Paper Lanterns", "Ferry", "Hidden Track"]) {
    const row = page
      .getByRole("main")
      .getByRole("link", { name: new RegExp(song) })
      .first();
    await expect(row).toBeVisible({ timeout: 30_000 });
  }

  // From a page without a place for takes, to a song that is there.
  await page.goto("/settings");
  const one = page.getByRole("dialog", { name: "Where does this take go?" });
  // A page that has just been loaded listens in the next moment.
  await expect(async () => {
    await dropOnPage(page, [path.join(folder, "02 Ferry v2.wav")]);
    await expect(one).toBeVisible({ timeout: 6_000 });
  }).toPass();
  await expect(one.getByLabel("Project", { exact: true })).toHaveValue(/^[0-9a-f-]{36}$/);
  await expect(one).toContainText("1 new version of Ferry.");
  await one.getByRole("button", { name: "Upload 1 take" }).click();
  await expect(toast(page, "Ferry v3 is in Tides")).toBeVisible({ timeout: 30_000 });
});
