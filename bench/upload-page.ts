import type { ApiPerson } from "../e2e/api-person";
import type { BarePage } from "./bare-browser";

const WITHIN_MS = 30_000;
/** The dialog's button that sends them off. */
const BUTTON = `[...document.querySelectorAll("[role=dialog] button")].find((button) => /^Upload \\d+ takes?$/.test(button.textContent))`;

export async function signIn(page: BarePage, appUrl: string, client: ApiPerson): Promise<void> {
  await page.goto(`${appUrl}/sign-in`);
  await page.type("input[name=email]", client.email);
  await page.type("input[name=password]", client.password);
  await page.evaluate(`document.querySelector("form").requestSubmit()`);
  await page.until(`!location.pathname.startsWith("/sign-in") && document.readyState === "complete"`, WITHIN_MS);
}

/** The song's page, with the dialog that shows where the takes go. */
export async function chooseTakes(page: BarePage, songUrl: string, files: string[]): Promise<void> {
  await page.goto(songUrl);
  await page.until(`document.querySelector("input[aria-label='Choose takes']") !== null`, WITHIN_MS);
  for (;;) {
    // A page that is not alive yet lets a choice fall: made again, until its dialog is there.
    await page.chooseFiles("input[aria-label='Choose takes']", files);
    const isThere = await page.until(`${BUTTON} !== undefined`, 5_000).then(
      () => true,
      () => false,
    );
    if (isThere) return;
  }
}

export async function pressUpload(page: BarePage): Promise<void> {
  await page.evaluate(`${BUTTON}.click()`);
}
