import path from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { BAND, DEMO_PASSWORD, PROJECT_NAME, SONGS } from "@/prisma/demo/band";
import { signIn } from "./journey";
import { ROOT, type RunningStack, startStack } from "./stack";
import { comments, expectMeasured, player } from "./studio";

const PICTURES = path.join(ROOT, "docs", "pictures");
const SONG = SONGS[0]?.name ?? "";
const DEMO_WITHIN_MS = 120_000;
const SCHEMES = [
  { colorScheme: "light", file: "song.png" },
  { colorScheme: "dark", file: "song-dark.png" },
] as const;

// Pictures differ by a pixel from machine to machine: they are taken on purpose, not with every run.
test.skip(process.env.SEGNO_PICTURES !== "1", "set SEGNO_PICTURES=1 to take the README's pictures again");

test("the README's pictures: the demo band's song by day and by night", async ({ browser }) => {
  test.setTimeout(400_000);
  const stack = await startStack({ args: ["--demo"] });
  try {
    await expect.poll(() => stack.output(), { timeout: DEMO_WITHIN_MS }).toContain("The demo band is there");
    for (const scheme of SCHEMES) await takePicture(browser, stack, scheme);
  } finally {
    await stack.stop();
  }
});

async function takePicture(
  browser: Browser,
  stack: RunningStack,
  { colorScheme, file }: (typeof SCHEMES)[number],
): Promise<void> {
  const viewport = { width: 1440, height: 900 };
  const context = await browser.newContext({ baseURL: stack.appUrl, colorScheme, viewport });
  const page = await context.newPage();
  await signIn(page, { ...BAND.theo, password: DEMO_PASSWORD });
  await page.goto(await findSong(page));
  await expectMeasured(page);
  await expect(comments(page).getByText("This silence is the best bar of the song.")).toBeVisible();
  await playTo(page);
  // Nothing that a pointer opened, and nothing that still fades.
  await page.mouse.move(2, 2);
  await page.waitForTimeout(800);
  await page.screenshot({ path: path.join(PICTURES, file) });
  await context.close();
}

async function findSong(page: Page): Promise<string> {
  await page.goto("/");
  await page.getByRole("link", { name: PROJECT_NAME }).first().click();
  await page.getByRole("main").getByRole("link", { name: SONG }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: SONG })).toBeVisible();
  return `${new URL(page.url()).pathname}?at=23`;
}

async function playTo(page: Page): Promise<void> {
  await page.getByRole("main").getByRole("button", { name: "Listen" }).click();
  await expect(player(page)).toContainText(/0:2[4-9]/, { timeout: 10_000 });
  await player(page).getByRole("button", { name: "Pause" }).click();
}
