import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Everything a program can find wrong with a page for people who read it by other means. */
export async function expectAccessible(page: Page): Promise<void> {
  // Half-way from one colour to another is no look of the page.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await waitUntilStill(page);
  // An open tooltip or menu lies outside of the landmarks by design; a mail in its frame is its sender's; a message that
  // fades away was read.
  const { violations } = await new AxeBuilder({ page })
    .exclude("[data-radix-popper-content-wrapper]")
    .exclude("iframe[sandbox]")
    .exclude('[data-sonner-toast][data-removed="true"]')
    .analyze();
  await page.emulateMedia({ reducedMotion: null });
  expect(
    violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.target.join(" ")).join(", ")}`),
  ).toEqual([]);
}

/** Things that fade in are measured when they have arrived. */
async function waitUntilStill(page: Page): Promise<void> {
  await page.waitForTimeout(200);
  await page.evaluate(async () => {
    const moving = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    const longEnough = new Promise((resolve) => setTimeout(resolve, 2000));
    await Promise.race([Promise.allSettled(moving.map((one) => one.finished)), longEnough]);
  });
}

/** Does the same by day and by night, at a desk and on a phone; last in the dark on a phone. */
export async function inEveryLook(page: Page, work: (width: number) => Promise<void>): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const viewport of [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      await work(viewport.width);
    }
  }
}

/** In every look: no faults, and nothing that makes the page scroll sideways. */
export async function expectAccessibleEverywhere(page: Page, addresses: string[]): Promise<void> {
  await inEveryLook(page, async (width) => {
    for (const address of addresses) {
      await page.goto(address);
      await expectAccessible(page);
      await expectNotTooWide(page, `${address} at ${width}`);
    }
  });
}

export async function expectNotTooWide(page: Page, what: string): Promise<void> {
  const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(isTooWide, what).toBe(false);
}
