import { writeFile } from "node:fs/promises";
import type { Locator, Page, Route } from "@playwright/test";
import { callApi, expect, join, test } from "./journey";
import { synthesizeWav } from "./sound";
import { chooseTakes, createProject, openUploaded, toast } from "./studio";

const PART_BYTES = 16 * 1024 * 1024;

/** A take of one whole part and a short one; `isOther` is a bounce of it that differs within the first alone. */
function makeTake(isOther = false): Buffer {
  const wav = synthesizeWav({ durationSec: 100 });
  if (isOther) wav.fill(1, PART_BYTES / 2, PART_BYTES / 2 + 1000);
  return wav;
}

/** Holds the last part, when the first has arrived, until it is let go, and notes the parts that were sent at all. */
async function watchParts(page: Page) {
  const sent: number[] = [];
  const held: Route[] = [];
  let isOpen = false;
  page.context().on("request", (request) => {
    const number = new URL(request.url()).searchParams.get("partNumber");
    if (request.method() === "PUT" && number) sent.push(Number(number));
  });
  await page.context().route(/partNumber=2/, async (route) => {
    if (route.request().method() === "PUT" && !isOpen) held.push(route);
    else await route.continue();
  });
  return {
    sent,
    isHolding: async () => {
      await expect.poll(() => held.length, { timeout: 30_000 }).toBe(1);
      await expect(tray(page).getByText(/^17 of 18 MB$/)).toBeVisible({ timeout: 30_000 });
    },
    letGo: async () => {
      isOpen = true;
      await Promise.all(held.splice(0).map((route) => route.continue().catch(() => undefined)));
    },
  };
}

const tray = (page: Page): Locator => page.getByRole("region", { name: "Uploads" });

async function begin(page: Page, name: string, bytes: Buffer): Promise<void> {
  const dialog = await chooseTakes(page, [{ name, bytes }]);
  await dialog.getByRole("button", { name: "Upload 1 take" }).click();
}

async function chooseAgain(page: Page, name: string, bytes: Buffer): Promise<void> {
  await page.getByLabel("Choose the file again").setInputFiles({ name, mimeType: "audio/wav", buffer: bytes });
}

/** Until one of two parts has arrived and the other is on its way. */
async function leaveInTheMidst(page: Page, name: string): Promise<{ sent: number[] }> {
  const parts = await watchParts(page);
  await begin(page, name, makeTake());
  await parts.isHolding();
  const warnings: string[] = [];
  page.on("dialog", (dialog) => {
    warnings.push(dialog.type());
    void dialog.accept();
  });
  await page.reload();
  expect(warnings).toEqual(["beforeunload"]);
  await parts.letGo();
  parts.sent.length = 0;
  return parts;
}

test("B255: an upload left by a reload is listed, and goes on with its missing part when its file is chosen", async ({
  page,
}) => {
  await join(page, "Mara");
  await createProject(page, "Bad line");
  const { sent } = await leaveInTheMidst(page, "Ferry.wav");
  const row = tray(page).getByRole("listitem").filter({ hasText: "Ferry.wav" });
  await expect(row).toContainText("For Ferry in Bad line: 17 of 18 MB arrived. Choose the file again to go on.");
  await chooseAgain(page, "Ferry.wav", makeTake());
  await expect(toast(page, "Ferry v1 is in Bad line")).toBeVisible({ timeout: 30_000 });
  expect(sent).toEqual([2]);
  await openUploaded(page);
  await expect(page.getByRole("heading", { name: /Ferry/ })).toBeVisible();
  await page.reload();
  await page.waitForTimeout(3_000);
  await expect(tray(page)).toBeHidden();
});

test("B256: a bounce of the same name and length is never joined with parts of another", async ({ page }) => {
  await join(page, "Ilse");
  await createProject(page, "Bounces");
  const { sent } = await leaveInTheMidst(page, "Mix.wav");
  // Its first bytes and its last are the same.
  await chooseAgain(page, "Mix.wav", makeTake(true));
  await expect(tray(page).getByRole("alert")).toContainText("another bounce");
  expect(sent).toEqual([]);
  await tray(page).getByRole("button", { name: "Upload it as a new take" }).click();
  await expect(toast(page, "Mix v1 is in Bounces")).toBeVisible({ timeout: 30_000 });
  // What was left is kept, and goes on with its own file, dropped on the page.
  await expect(tray(page).getByText(/17 of 18 MB arrived/)).toBeVisible();
  sent.length = 0;
  const dialog = await chooseTakes(page, [{ name: "Mix.wav", bytes: makeTake() }]);
  await expect(dialog).toContainText("1 upload goes on where it was left.");
  await dialog.getByRole("button", { name: "Upload 1 take" }).click();
  await expect(toast(page, "Mix v2 is in Bounces")).toBeVisible({ timeout: 30_000 });
  expect(sent).toEqual([2]);
});

test("B255: an upload that was left can be discarded, and nothing of it stays", async ({ page }) => {
  await join(page, "Odd");
  await createProject(page, "Second thoughts");
  await leaveInTheMidst(page, "Never.wav");
  await tray(page).getByRole("button", { name: "Discard Never.wav" }).click();
  await expect(tray(page)).toBeHidden();
  await page.reload();
  await page.waitForTimeout(3_000);
  await expect(tray(page)).toBeHidden();
  await expect
    .poll(async () => (await callApi<{ items: unknown[] }>(page, "GET", "/api/uploads")).body.items)
    .toEqual([]);
  await page.reload();
  await page.waitForTimeout(3_000);
  await expect(tray(page)).toBeHidden();
  await expect(page.getByRole("main").getByRole("link", { name: /Never/ })).toHaveCount(0);
});

test("B257: without a line an upload waits and goes on by itself; paused, it waits for its person", async ({
  page,
}) => {
  await join(page, "Pau");
  await createProject(page, "Train");
  const parts = await watchParts(page);
  await begin(page, "Tunnel.wav", makeTake());
  await parts.isHolding();
  await page.context().setOffline(true);
  await parts.letGo();
  await expect(tray(page).getByText(/No connection\. What arrived is kept/)).toBeVisible({ timeout: 30_000 });
  await expect(tray(page).getByRole("alert")).toHaveCount(0);
  await tray(page).getByRole("button", { name: "Pause Tunnel.wav" }).click();
  await page.context().setOffline(false);
  await expect(tray(page).getByText("Paused", { exact: true })).toBeVisible();
  await page.waitForTimeout(3_000);
  await expect(tray(page).getByText("Paused", { exact: true })).toBeVisible();
  await page.context().setOffline(true);
  await tray(page).getByRole("button", { name: "Go on with Tunnel.wav" }).click();
  await expect(tray(page).getByText(/No connection/)).toBeVisible({ timeout: 30_000 });
  await page.context().setOffline(false);
  await expect(toast(page, "Tunnel v1 is in Train")).toBeVisible({ timeout: 40_000 });
});

test("B258: the same file in two windows is sent once and becomes one version; a window that closes hands over", async ({
  page,
}) => {
  await join(page, "Two");
  await createProject(page, "Windows");
  const parts = await watchParts(page);
  // A file on disk, as its date of change is part of what it is known by.
  const file = test.info().outputPath("Twice.wav");
  await writeFile(file, makeTake());
  const send = async (window: Page) => {
    await window.getByLabel("Choose takes").first().setInputFiles(file);
    await window.getByRole("button", { name: "Upload 1 take" }).click();
  };
  await send(page);
  await parts.isHolding();
  const other = await page.context().newPage();
  await other.goto(page.url());
  await send(other);
  await expect(tray(other).getByText(/On its way in another window/)).toBeVisible({ timeout: 30_000 });
  await page.close({ runBeforeUnload: false });
  await parts.letGo();
  await expect(toast(other, "Twice v1 is in Windows")).toBeVisible({ timeout: 30_000 });
  expect(parts.sent.filter((number) => number === 1)).toHaveLength(1);
  const projects = await callApi<{ items: { id: string }[] }>(other, "GET", "/api/projects");
  const songs = `/api/projects/${projects.body.items[0]?.id}/songs`;
  expect((await callApi<{ items: unknown[] }>(other, "GET", songs)).body.items).toHaveLength(1);
});
