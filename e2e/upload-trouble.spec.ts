import { writeFile } from "node:fs/promises";
import type { Locator, Page, Route } from "@playwright/test";
import { expect, join, test } from "./journey";
import { synthesizeWav } from "./sound";
import { chooseTakes, createProject, toast } from "./studio";

const tray = (page: Page): Locator => page.getByRole("region", { name: "Uploads" });
/** What is sent to storage, by the parts' addresses. */
const PARTS = /partNumber=\d+/;

async function begin(page: Page, person: string): Promise<void> {
  await join(page, person);
  await createProject(page, "Trouble");
}

async function send(page: Page): Promise<void> {
  const dialog = await chooseTakes(page, [{ name: "Hum.wav", bytes: synthesizeWav({ durationSec: 1 }) }]);
  await dialog.getByRole("button", { name: "Upload 1 take" }).click();
}

/** Storage's own refusal of an address that ran out, or is not valid yet. */
const refuse = (route: Route) =>
  route.fulfill({
    status: 403,
    headers: { "access-control-allow-origin": "*" },
    contentType: "application/xml",
    body: "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>",
  });

test("B259: a refused address is signed anew once; refused again, the page names what to look at", async ({ page }) => {
  await begin(page, "Clara");
  let refused = 0;
  let isRefusing = true;
  await page.route(PARTS, async (route) => {
    if (route.request().method() !== "PUT" || (!isRefusing && refused > 0)) return route.continue();
    refused++;
    await refuse(route);
  });
  await send(page);
  await expect(tray(page).getByRole("alert")).toContainText("compare the clocks", { timeout: 30_000 });
  expect(refused).toBe(2);
  refused = 0;
  await page.unroute(PARTS);
  await page.route(PARTS, async (route) => {
    if (route.request().method() !== "PUT" || refused > 0) return route.continue();
    refused++;
    await refuse(route);
  });
  isRefusing = false;
  await tray(page).getByRole("button", { name: "Try again" }).click();
  await expect(toast(page, "Hum v1 is in Trouble")).toBeVisible({ timeout: 30_000 });
  expect(refused).toBe(1);
});

test("B262: a storage that lets no page in, or that no browser reaches, is told by the setting to change", async ({
  page,
}) => {
  await begin(page, "Dario");
  // What a browser makes of an answer without the right to read it: nothing but a failure.
  await page.route(PARTS, (route) => route.abort("failed"));
  await send(page);
  const alert = tray(page).getByRole("alert");
  await expect(alert).toContainText("does not let this page in", { timeout: 30_000 });
  await expect(alert).toContainText("CORS rule must allow http://localhost");

  // Nothing at all gets to the storage's public address, while the app itself reaches it.
  const address = new URL((await page.evaluate(readPolicy)) ?? "");
  await page.route(`${address.origin}/**`, (route) => route.abort("connectionrefused"));
  await tray(page).getByRole("button", { name: "Try again" }).click();
  await expect(alert).toContainText("S3_PUBLIC_ENDPOINT", { timeout: 30_000 });

  await page.unrouteAll();
  await tray(page).getByRole("button", { name: "Try again" }).click();
  await expect(toast(page, "Hum v1 is in Trouble")).toBeVisible({ timeout: 30_000 });
});

test("B371: a file that is changed between its hash and its sending is asked for again, and nothing else is stored", async ({
  page,
}) => {
  await begin(page, "Edda");
  const file = test.info().outputPath("Hum.wav");
  await writeFile(file, synthesizeWav({ durationSec: 2 }));
  // The address of the part is there, so its hash is taken: now another bounce takes the file's place.
  const change = async (route: Route) => {
    const answer = await route.fetch();
    await writeFile(file, synthesizeWav({ durationSec: 2, rootHz: 330 }));
    await route.fulfill({ response: answer });
  };
  await page.route(/\/parts$/, change, { times: 1 });
  await chooseOnDisk(page, file);
  const dialog = page.getByRole("dialog", { name: "Where does this take go?" });
  await dialog.getByRole("button", { name: "Upload 1 take" }).click();
  await expect(tray(page)).toContainText("The file can't be read any more: it was moved or changed.", {
    timeout: 30_000,
  });
  const projectId = /projects\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? "";
  const songs = (await (await page.request.get(`/api/projects/${projectId}/songs`)).json()) as {
    items: { versionCount: number }[];
  };
  expect(songs.items.map(({ versionCount }) => versionCount)).toEqual([0]);
});

/** The driver's own way gives the page a copy, which nobody can change. */
async function chooseOnDisk(page: Page, file: string): Promise<void> {
  const devTools = await page.context().newCDPSession(page);
  const expression = `document.querySelector("input[aria-label='Choose takes']")`;
  const { result } = await devTools.send("Runtime.evaluate", { expression });
  await devTools.send("DOM.setFileInputFiles", { objectId: result.objectId, files: [file] });
}

/** Where the page may speak to besides its own server: the storage. */
async function readPolicy(): Promise<string | undefined> {
  const answer = await fetch(window.location.href);
  return /connect-src 'self' (\S+?)(;|$)/.exec(answer.headers.get("content-security-policy") ?? "")?.[1];
}
