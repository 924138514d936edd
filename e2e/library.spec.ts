import { expect, type Page } from "@playwright/test";
import { expectAccessible, expectNotTooWide, inEveryLook } from "./axe";
import { join, test } from "./journey";
import { synthesizeWav } from "./sound";
import { createProject, openUploaded, toast, upload } from "./studio";

async function bringSong(page: Page, project: string, song: string): Promise<void> {
  await join(page, "Mara");
  await createProject(page, project);
  await upload(
    page,
    [{ name: `${song}.wav`, bytes: synthesizeWav({ durationSec: 3 }) }],
    `${song} v1 is in ${project}`,
  );
  await openUploaded(page);
  await expect(page.getByRole("heading", { level: 1, name: song })).toBeVisible();
}

async function checkLooks(page: Page, what: string): Promise<void> {
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `${what} at ${width}`);
  });
  await page.setViewportSize({ width: 1440, height: 900 });
}

test("B270, B325: a song's stage is set by keyboard, seen by who looks without a reload, stands in the list, and finds it", async ({
  page,
  context,
}) => {
  await bringSong(page, "Nightferry", "Slow Dynamo");
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole("button", { name: "Set stage" })).toBeVisible();

  await page.getByRole("button", { name: "Set stage" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitemcheckbox", { name: "Idea" })).toBeVisible();
  const mix = page.getByRole("menuitemcheckbox", { name: "Mix" });
  await expect(async () => {
    await page.keyboard.press("ArrowDown");
    await expect(mix).toBeFocused({ timeout: 300 });
  }).toPass();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Stage: Mix" })).toBeFocused();
  await expect(other.getByRole("button", { name: "Stage: Mix" })).toBeVisible();
  await checkLooks(page, "a song with a stage");

  await page.getByRole("main").getByRole("link", { name: "Nightferry" }).click();
  await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: "Slow Dynamo" })).toContainText("Mix");
  await checkLooks(page, "a list with a stage");

  const found = page.getByRole("main").getByRole("listitem").filter({ hasText: "Slow Dynamo" });
  const find = async (stage: string) => {
    await page.getByRole("main").getByRole("button", { name: "Filter" }).click();
    await page.getByLabel("Stage", { exact: true }).selectOption({ label: stage });
    await page.keyboard.press("Escape");
  };
  await find("Mix");
  await expect(page.getByText("1 of 1 song", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByText("1 of 1 song", { exact: true })).toBeVisible();
  await expect(found).toHaveCount(1);
  await find("Master");
  await expect(page.getByText("No song of Nightferry fits.")).toBeVisible();
  await page.getByRole("button", { name: "Take back: Master" }).click();
  await expect(found).toHaveCount(1);
});

test("B271, B272, B273: a version gets a label, plays by default and is the master; who looks sees it without a reload", async ({
  page,
  context,
}) => {
  await bringSong(page, "Nightferry", "Slow Dynamo");
  const songUrl = new URL(page.url()).pathname;
  await upload(
    page,
    [{ name: "take 2.wav", bytes: synthesizeWav({ durationSec: 4 }) }],
    "Slow Dynamo v2 is in Nightferry",
  );
  await page.goto(songUrl);
  await expect(page.getByRole("radio", { name: "Version 2" })).toBeChecked();
  const other = await context.newPage();
  await other.goto(songUrl);

  await page.getByRole("radio", { name: "Version 1" }).check();
  await page.getByRole("button", { name: "Say what is new in v1" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "v1 of Slow Dynamo" });
  await expect(dialog.getByLabel("Label")).toBeFocused();
  await page.keyboard.type("with strings");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Two cellos in the second verse.");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Two cellos in the second verse.")).toBeVisible();
  await expect(other.getByRole("radio", { name: "Version 1, with strings" })).toBeVisible();

  const choose = async (item: string) => {
    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  await choose("Play v1 by default");
  await expect(toast(page, "From now on v1 plays by default")).toBeVisible();
  await choose("Mark v1 as the master");
  const marked = { name: "Version 1, with strings, plays by default, master" };
  await expect(page.getByRole("radio", marked)).toBeChecked();
  // Who looks at another version goes on looking at it.
  await expect(other.getByRole("radio", marked)).not.toBeChecked();
  await expect(other.getByRole("radio", { name: "Version 2" })).toBeChecked();
  await checkLooks(page, "a song with a master");
  await page.goto(songUrl);
  await expect(page.getByRole("radio", marked)).toBeChecked();

  await page.getByRole("main").getByRole("link", { name: "Nightferry" }).click();
  const row = page.getByRole("main").getByRole("listitem").filter({ hasText: "Slow Dynamo" });
  await expect(row).toContainText("v1 with strings");
  await expect(row).toContainText("v2 is newer");
  await expect(row.getByRole("button", { name: "Play Slow Dynamo v1" })).toBeVisible();
});

test("B274: a song and a project go into the archive and come back, by Undo, by their page and from the archive", async ({
  page,
}) => {
  await bringSong(page, "Nightferry", "Slow Dynamo");
  const choose = async (item: string) => {
    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  await choose("Archive song");
  await expect(toast(page, "Slow Dynamo is in the archive")).toBeVisible();
  await expect(page.getByText("This song is in the archive")).toBeVisible();
  await expect(page.getByRole("button", { name: "Upload version 2" })).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("This song is in the archive")).toBeHidden();
  await choose("Archive song");
  await expect(page.getByText("This song is in the archive")).toBeVisible();
  await checkLooks(page, "an archived song");

  await page.getByRole("main").getByRole("link", { name: "Nightferry" }).click();
  await page.getByRole("button", { name: "Archived 1" }).press("Enter");
  await expect(page.getByRole("main").getByRole("link", { name: "Slow Dynamo" })).toBeVisible();
  await checkLooks(page, "a project with archived songs");
  await choose("Archive project");
  await expect(page.getByText("This project is in the archive")).toBeVisible();
  const main = page.getByRole("navigation", { name: "Main" });
  await expect(main.getByRole("link", { name: "Nightferry" })).toBeHidden();
  await main.getByRole("link", { name: "Archive" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Archive" })).toBeVisible();
  await checkLooks(page, "the archive");
  await page.getByRole("button", { name: "Bring back Nightferry" }).press("Enter");
  await expect(main.getByRole("link", { name: "Nightferry" })).toBeVisible();
  // The song was laid aside by itself: it stays, and is listed on its own.
  await page.getByRole("main").getByRole("link", { name: "Slow Dynamo" }).click();
  await page.getByRole("button", { name: "Bring back" }).click();
  await expect(page.getByRole("button", { name: "Upload version 2" })).toBeVisible();
});

test("B276: songs are put in order by keyboard and by hand; another who looks finds them so", async ({
  page,
  context,
}) => {
  await join(page, "Mara");
  await createProject(page, "Nightferry");
  const names = ["Harbour", "Lanterns", "Dynamo"];
  const takes = names.map((name, i) => ({ name: `${name}.wav`, bytes: synthesizeWav({ durationSec: 2 + i }) }));
  await upload(page, takes, "v1 is in Nightferry");
  const songs = page.getByRole("main").getByRole("link", { name: /^(Harbour|Lanterns|Dynamo)$/ });
  await expect(songs).toHaveCount(3);
  const before = await songs.allTextContents();

  await page.getByRole("button", { name: "Change order" }).press("Enter");
  await expect(page.getByRole("button", { name: "Done" })).toBeFocused();
  const rows = page.getByRole("list", { name: "Order of the songs" }).getByRole("listitem");
  await expect(rows).toHaveCount(3);
  await checkLooks(page, "songs being put in order");

  // By keyboard: the first goes to the end.
  await page.getByRole("button", { name: `Move ${before[0]}` }).focus();
  await page.keyboard.press("Space");
  await expect(page.getByRole("status").filter({ hasText: `${before[0]} is picked up. It is 1 of 3.` })).toBeAttached();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("status").filter({ hasText: "would be 2 of 3" })).toBeAttached();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("status").filter({ hasText: "would be 3 of 3" })).toBeAttached();
  const placed = page.waitForResponse((response) => response.url().endsWith("/place") && response.ok());
  await page.keyboard.press("Space");
  await placed;
  const next = [before[1], before[2], before[0]];
  for (const [i, name] of next.entries()) await expect(rows.nth(i)).toContainText(name ?? "");

  // By hand: the last is dragged to the top.
  const grip = page.getByRole("button", { name: `Move ${next[2]}` });
  const from = await grip.boundingBox();
  const to = await rows.first().boundingBox();
  if (!from || !to) throw new Error("The rows have no place on the page.");
  const dragged = page.waitForResponse((response) => response.url().endsWith("/place") && response.ok());
  await page.mouse.move(from.x + 10, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 10, from.y - 20, { steps: 5 });
  await page.mouse.move(from.x + 10, to.y + 5, { steps: 10 });
  await page.mouse.up();
  await dragged;
  const last = [next[2] ?? "", next[0] ?? "", next[1] ?? ""];
  for (const [i, name] of last.entries()) await expect(rows.nth(i)).toContainText(name);
  await page.getByRole("button", { name: "Done" }).press("Enter");
  await expect(page.getByRole("button", { name: "Change order" })).toBeFocused();
  await expect(songs).toHaveText(last);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole("main").getByRole("link", { name: /^(Harbour|Lanterns|Dynamo)$/ })).toHaveText(last);
});

test("B278, B280: a song moves to another project after it was said who can open it; open pages and old links follow", async ({
  page,
  context,
}) => {
  await bringSong(page, "Nightferry", "Slow Dynamo");
  const oldUrl = page.url();
  await createProject(page, "Solo");
  await page.goto(oldUrl);
  const other = await context.newPage();
  await other.goto(oldUrl);
  await expect(other.getByRole("heading", { level: 1, name: "Slow Dynamo" })).toBeVisible();

  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Move to another project" }).click();
  const dialog = page.getByRole("dialog", { name: "Move Slow Dynamo to another project" });
  await dialog.getByLabel("Project").selectOption("Solo");
  await expect(dialog.getByText("The same people can open it, with the same rights.")).toBeVisible();
  await checkLooks(page, "the question where a song moves");
  await dialog.getByRole("button", { name: "Move to Solo" }).press("Enter");
  await expect(toast(page, "Slow Dynamo is in Solo")).toBeVisible();
  await expect(page).not.toHaveURL(oldUrl);
  await expect(page.getByRole("main").getByRole("link", { name: "Solo" })).toBeVisible();
  await expect(other).toHaveURL(page.url());
  await expect(other.getByRole("main").getByRole("link", { name: "Solo" })).toBeVisible();
  await other.goto(`${oldUrl}&at=1`);
  await expect(other).toHaveURL(/at=1/);
  await expect(other.getByRole("main").getByRole("link", { name: "Solo" })).toBeVisible();
});

test("B282: project and song are described where the words stand; who looks sees it without a reload", async ({
  page,
  context,
}) => {
  await bringSong(page, "Nightferry", "Slow Dynamo");
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole("button", { name: "Describe this song" })).toBeVisible();
  await page.getByRole("button", { name: "Describe this song" }).press("Enter");
  await expect(page.getByLabel("Description of this song")).toBeFocused();
  await page.keyboard.type("For the second side, in D.");
  await page.getByRole("button", { name: "Save" }).press("Enter");
  await expect(page.getByRole("button", { name: "Change the description of this song" })).toBeFocused();
  await expect(other.getByText("For the second side, in D.")).toBeVisible();
  // The button's name on focus lies outside of the landmarks by design.
  await page.keyboard.press("Escape");
  await checkLooks(page, "a described song");

  await page.getByRole("main").getByRole("link", { name: "Nightferry" }).click();
  await page.getByRole("button", { name: "Describe this project" }).press("Enter");
  await page.keyboard.type("The spring album.");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Describe this project" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.type("The spring album.");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("The spring album.")).toBeVisible();
  await page.reload();
  await expect(page.getByText("The spring album.")).toBeVisible();
  await checkLooks(page, "a described project");
});
