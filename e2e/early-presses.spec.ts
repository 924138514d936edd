import type { Page } from "@playwright/test";
import { expect, inventPerson, join, signUp, test } from "./journey";
import { synthesizeWav } from "./sound";
import { comments, createProject, openUploaded, toast, upload } from "./studio";

/** A slow line: the page is there, its scripts are not until they are let through. */
async function holdScripts(page: Page): Promise<() => void> {
  let letThrough: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await held;
    await route.continue();
  });
  return letThrough;
}

test("words typed before the page's scripts have come are kept, and can be sent", async ({ page }) => {
  await join(page, "Mara");
  await createProject(page, "Nightferry");
  const take = { name: "Slow Dynamo.wav", bytes: synthesizeWav({ durationSec: 6 }) };
  await upload(page, [take], "Slow Dynamo v1 is in Nightferry");
  await openUploaded(page);
  await expect(page.getByRole("textbox", { name: "Comment" })).toBeVisible();

  const letThrough = await holdScripts(page);
  await page.reload({ waitUntil: "commit" });
  await page.getByRole("textbox", { name: "Comment" }).fill("The brushes are late");
  letThrough();

  await page.getByRole("button", { name: "Comment", exact: true }).click({ timeout: 15_000 });
  await expect(comments(page).getByRole("article").getByText("The brushes are late")).toBeVisible();
  await expect(toast(page, "went wrong")).toBeHidden();
});

test("B479: a form that is sent before the page's scripts have come is sent when they have, and never in the address", async ({
  page,
}) => {
  const person = inventPerson("Mara");
  await signUp(page, person);
  await page.context().clearCookies();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));

  const letThrough = await holdScripts(page);
  await page.goto("/sign-in", { waitUntil: "commit" });
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  letThrough();

  await expect(page.getByText("Verify your mail.")).toBeVisible();
  expect(asked.filter((url) => url.includes("assword="))).toEqual([]);
});

test("B479: a press before the page's scripts have come is done once they have: a button, and a menu", async ({
  page,
}) => {
  await join(page, "Mara");
  await createProject(page, "Nightferry");
  for (const [role, name, opens] of [
    ["button", "Share", "dialog"],
    ["button", "More", "menu"],
  ] as const) {
    const letThrough = await holdScripts(page);
    await page.reload({ waitUntil: "commit" });
    await page.getByRole(role, { name, exact: true }).click();
    letThrough();
    await expect(page.getByRole(opens)).toBeVisible();
    await page.unrouteAll({ behavior: "wait" });
  }
});
