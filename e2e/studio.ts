import { expect, type Locator, type Page } from "@playwright/test";

/** What one does again and again in the studio, by what a person sees. */
export async function createProject(page: Page, name: string): Promise<void> {
  const before = page.url();
  await page.getByRole("complementary").getByRole("button", { name: "New project" }).click();
  const dialog = page.getByRole("dialog", { name: "New project" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Create project" }).click();
  await expect(page).not.toHaveURL(before);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

export interface Take {
  name: string;
  bytes: Buffer;
  mimeType?: string;
}

/** Chooses files and answers the dialog that asks where they go. */
export async function chooseTakes(page: Page, takes: Take[]): Promise<Locator> {
  const files = takes.map((take) => ({ name: take.name, mimeType: take.mimeType ?? "audio/wav", buffer: take.bytes }));
  await page.getByLabel("Choose takes").first().setInputFiles(files);
  return page.getByRole("dialog", { name: /Where do(es)? th(is|ese)/ });
}

/** Uploads as the dialog proposes and waits for the words that say where it went. */
export async function upload(page: Page, takes: Take[], landed: string): Promise<void> {
  const dialog = await chooseTakes(page, takes);
  // An earlier message may say the same words: this take is there when its own completion was answered.
  const completed = page.waitForResponse((response) => response.url().endsWith("/complete") && response.ok());
  await dialog.getByRole("button", { name: /^Upload \d+ takes?$/ }).click();
  await completed;
  await expect(toast(page, landed)).toBeVisible({ timeout: 30_000 });
}

/** Goes to the song of the take that was uploaded last, by the message that says where it went. */
export async function openUploaded(page: Page): Promise<void> {
  await page
    .getByRole("region", { name: /^Messages/ })
    .getByRole("button", { name: "Listen" })
    .click();
}

/** A message that came up, by its words. */
export function toast(page: Page, words: string): Locator {
  return page
    .getByRole("region", { name: /^Messages/ })
    .getByText(words)
    .first();
}

export async function expectMeasured(page: Page): Promise<void> {
  await expect(page.getByRole("main").getByText("LUFS", { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("main").getByText("dBTP", { exact: true })).toBeVisible();
}

/** Presses the page's Listen and waits until sound runs. */
export async function listen(page: Page): Promise<void> {
  await page.getByRole("main").getByRole("button", { name: "Listen" }).click();
  await expect(player(page).getByRole("button", { name: "Pause" })).toBeVisible();
}

export function player(page: Page): Locator {
  return page.getByRole("region", { name: "Player" });
}

export async function comment(page: Page, words: string): Promise<void> {
  await page.getByRole("textbox", { name: "Comment" }).fill(words);
  await page.getByRole("button", { name: "Comment", exact: true }).click();
  // The live event may come before the field is emptied: the words count where the list has them.
  await expect(comments(page).getByRole("article").getByText(words)).toBeVisible();
}

export function comments(page: Page): Locator {
  return page.getByRole("complementary", { name: "Comments" });
}

/** Lets go of files and folders over the page, as a person does from their desk. */
export async function dropOnPage(page: Page, paths: string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", { type, x: 700, y: 400, data });
  }
}
