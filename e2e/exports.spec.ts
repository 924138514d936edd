import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Download, Locator, Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { parseMidi } from "midi-file";
import pg from "pg";
import type * as wavefile from "wavefile";
import { expectAccessible, expectNotTooWide, inEveryLook } from "./axe";
import { callApi, expect, join, test } from "./journey";
import { synthesizeWav } from "./sound";
import { comment, comments, createProject, expectMeasured, listen, openUploaded, upload } from "./studio";

const run = promisify(execFile);
/** Its bundle has no names that a module could import. */
const { WaveFile } = createRequire(import.meta.url)("wavefile") as typeof wavefile;

/** A week passes for every file that was made. */
async function passAWeek(): Promise<void> {
  const dataDir = process.env.E2E_DATA_DIR ?? "";
  const secrets = JSON.parse(await readFile(path.join(dataDir, "secrets.json"), "utf8")) as {
    postgresPassword: string;
  };
  const place = { host: "127.0.0.1", port: Number(process.env.E2E_POSTGRES_PORT), database: "segno" };
  const client = new pg.Client({ ...place, user: "segno", password: secrets.postgresPassword });
  await client.connect();
  await client.query("UPDATE export SET expires_at = expires_at - interval '8 days'");
  await client.end();
}

async function readDownload(page: Page, link: Locator): Promise<{ name: string; bytes: Buffer; download: Download }> {
  const waiting = page.waitForEvent("download");
  await link.click();
  const download = await waiting;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()), download };
}

/** From the arrow above the comments to the opened file. */
async function exportAs(page: Page, format: string, start?: string) {
  await comments(page).getByRole("button", { name: "Export comments" }).click();
  const dialog = page.getByRole("dialog", { name: "Export comments" });
  await dialog.getByRole("radio", { name: format }).check();
  if (start !== undefined) await dialog.getByLabel("The song begins at").fill(start);
  await dialog.getByRole("button", { name: "Make the file" }).click();
  const file = await readDownload(page, dialog.getByRole("link", { name: /^Download / }));
  await dialog.getByRole("button", { name: "Close" }).click();
  return file;
}

async function openCommented(page: Page): Promise<void> {
  await join(page, "Mara");
  await createProject(page, "Nightferry");
  const take = { name: "Slow Dynamo.wav", bytes: synthesizeWav({ durationSec: 4, sampleRateHz: 48_000 }) };
  await upload(page, [take], "Slow Dynamo v1 is in Nightferry");
  await openUploaded(page);
  await expectMeasured(page);
  await page.getByRole("slider", { name: "Position" }).first().press("End");
  await comment(page, "The end is abrupt");
}

test("B119, B120, B410: comments go into other tools, from request to opened file; an expired one is made again", async ({
  page,
}) => {
  await openCommented(page);
  const reaper = await exportAs(page, "REAPER", "1:00:00");
  expect(reaper.name).toBe("Slow Dynamo v1 - REAPER.csv");
  const [row] = parse<Record<string, string>>(reaper.bytes, { columns: true });
  expect(row).toMatchObject({ "#": "M1", Name: "Mara: The end is abrupt" });
  expect(row?.Start).toMatch(/^1:00:0[34]\.\d{3}$/);

  const midi = await exportAs(page, "MIDI file");
  const markers = parseMidi(midi.bytes)
    .tracks.flat()
    .filter((event) => event.type === "marker");
  expect(markers).toMatchObject([{ text: "Mara: The end is abrupt" }]);

  const wav = await exportAs(page, "WAV with cues");
  const cues = new WaveFile(new Uint8Array(wav.bytes)).listCuePoints() as { label: string }[];
  expect(cues).toMatchObject([{ label: "Mara: The end is abrupt" }]);

  await comments(page).getByRole("button", { name: "Export comments" }).click();
  const dialog = page.getByRole("dialog", { name: "Export comments" });
  await dialog.getByLabel("The song begins at").fill("soon");
  await dialog.getByRole("button", { name: "Make the file" }).click();
  await expect(dialog.getByText("Write it as 1:00:00, or in seconds.")).toBeVisible();
  await inEveryLook(page, async () => {
    await expectAccessible(page);
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  await dialog.getByRole("button", { name: "Close" }).click();

  await passAWeek();
  await page.goto("/exports");
  const list = page.getByRole("main").getByRole("listitem");
  await expect(list).toHaveCount(3);
  const midiRow = list.filter({ hasText: "MIDI file" });
  await expect(midiRow).toContainText("Its file was kept for a week");
  await midiRow.getByRole("button", { name: /^Make again/ }).click();
  const again = await readDownload(page, midiRow.getByRole("link", { name: /^Download / }));
  expect(again.name).toBe(midi.name);
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `the exports at ${width}`);
  });
  await list
    .filter({ hasText: "REAPER" })
    .getByRole("button", { name: /^Delete / })
    .click();
  await expect(list).toHaveCount(2);
});

test("B122, B124, B455, B456: wrong days are said at their fields, right ones make a report to read and to download, until it has expired", async ({
  page,
}) => {
  await openCommented(page);
  await page.getByRole("slider", { name: "Position" }).first().press("Home");
  const counted = page.waitForResponse((response) => response.url().endsWith("/plays"));
  await listen(page);
  expect((await counted).status()).toBe(204);
  await page.getByRole("link", { name: "Nightferry" }).first().click();
  await page.waitForURL(/\/projects\/[^/]+$/);
  await page.getByRole("button", { name: "More" }).first().click();
  await page.getByRole("menuitem", { name: "Activity report" }).click();
  const dialog = page.getByRole("dialog", { name: "Activity report of Nightferry" });
  const [from, to] = [dialog.getByLabel("From"), dialog.getByLabel("To")];
  const today = await to.inputValue();
  const make = dialog.getByRole("button", { name: "Make the report" });
  const isAsked = (await callApi<{ items: unknown[] }>(page, "GET", "/api/exports")).body.items;
  for (const [start, end, message] of [
    ["2026-03-02", "2026-03-01", "The start must not be after the end."],
    ["2024-01-01", "2025-01-01", "The range can be 365 days at most."],
    ["2999-01-01", "2999-01-02", "The start is still to come: nothing has happened by then."],
    ["", today, "Write it as a day of the calendar: 2026-11-30."],
  ] as const) {
    await from.fill(start);
    await to.fill(end);
    await make.press("Enter");
    await expect(dialog.getByText(message)).toBeVisible();
    const wrong = message.startsWith("The range") ? to : from;
    await expect(wrong).toBeFocused();
    await expect(wrong).toHaveAccessibleDescription(message);
  }
  await inEveryLook(page, async () => {
    await expectAccessible(page);
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  expect((await callApi<{ items: unknown[] }>(page, "GET", "/api/exports")).body.items).toEqual(isAsked);

  await from.fill(today);
  await dialog.getByLabel("A row for each").selectOption("Day");
  await make.click();
  const file = await readDownload(page, dialog.getByRole("link", { name: /^Download / }));
  expect(file.name).toBe(`Nightferry - activity ${today} to ${today}.csv`);
  const rows = parse<Record<string, string>>(file.bytes, { columns: true, bom: true });
  expect(rows).toEqual([
    {
      From: today,
      To: today,
      Project: "Nightferry",
      Song: "Slow Dynamo",
      Person: "Mara",
      Uploads: "1",
      Plays: "1",
      Comments: "1",
      Decisions: "0",
    },
  ]);
  await dialog.getByRole("link", { name: /^Open Activity/ }).click();
  await page.waitForURL(/\/exports\/[^/]+$/);
  await expect(page.getByRole("img", { name: /^Plays over time: 1 play/ })).toBeVisible();
  await expect(
    page.getByRole("table", { name: "By song" }).getByRole("row", { name: "Slow Dynamo 1 1 1 –" }),
  ).toBeVisible();
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `a report at ${width}`);
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  await passAWeek();
  await page.reload();
  await expect(page.getByRole("main").getByText("Its file was kept for a week")).toBeVisible();
  await expect(page.getByRole("table")).toHaveCount(0);
  // The page's own answer comes when the report is there already, and still says that it is being made.
  await page.route(/[?&]_rsc=/, async (route) => {
    const response = await route.fetch();
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    await route.fulfill({ response });
  });
  await page.getByRole("button", { name: /^Make again/ }).press("Enter");
  await expect(page.getByRole("table", { name: "By person" })).toBeVisible();
});

test("B415: a project's archive plays and shows everything from its folder, without a network", async ({
  page,
  context,
}) => {
  const hasUnzip = await run("unzip", ["-v"]).then(
    () => true,
    () => false,
  );
  test.skip(!hasUnzip, "unzip is not installed");
  await openCommented(page);
  await page.getByRole("link", { name: "Nightferry" }).first().click();
  await page.waitForURL(/\/projects\/[^/]+$/);
  await page.getByRole("button", { name: "More" }).first().click();
  await page.getByRole("menuitem", { name: "Download everything" }).click();
  const dialog = page.getByRole("dialog", { name: "Take all of Nightferry with you" });
  await dialog.getByRole("button", { name: "Make the archive" }).click();
  const { name, download } = await readDownload(page, dialog.getByRole("link", { name: /^Download / }));
  expect(name).toBe("Nightferry.zip");
  const folder = await mkdtemp(path.join(tmpdir(), "segno-archive-"));
  try {
    await run("unzip", ["-q", await download.path(), "-d", folder]);
    expect((await readdir(path.join(folder, "Nightferry", "Slow Dynamo"))).sort()).toEqual([
      ...["v1 Slow Dynamo.wav", "v1 comments.json", "v1 comments.md"],
    ]);
    const offline = await context.newPage();
    const asked: string[] = [];
    offline.on("request", (request) => asked.push(new URL(request.url()).protocol));
    await offline.goto(pathToFileURL(path.join(folder, "Nightferry", "index.html")).href);
    await expect(offline.getByText("The end is abrupt")).toBeVisible();
    const place = offline.getByRole("button", { name: /^0:0[34]/ });
    await place.click();
    const audio = offline.locator("audio");
    await expect.poll(() => audio.evaluate((element: HTMLAudioElement) => element.currentTime)).toBeGreaterThan(3);
    expect(new Set(asked)).toEqual(new Set(["file:"]));
    await inEveryLook(offline, async (width) => {
      await expectAccessible(offline);
      await expectNotTooWide(offline, `the archive's page at ${width}`);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
