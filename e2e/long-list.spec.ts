import { expect } from "@playwright/test";
import { expectAccessible, expectNotTooWide, inEveryLook } from "./axe";
import { join, test } from "./journey";
import { createProject } from "./studio";

const COUNT = 160;

test("B294: a long list draws the rows near the view, and is whole for the keyboard, a screen reader and the filter of the page", async ({
  page,
}) => {
  await join(page, "Lotte");
  await createProject(page, "Archive of everything");
  const projectId = new URL(page.url()).pathname.split("/")[2] ?? "";
  await page.evaluate(
    async ([projectId, count]) => {
      for (let from = 0; from < count; from += 8) {
        const numbers = Array.from({ length: Math.min(8, count - from) }, (_, i) => from + i + 1);
        await Promise.all(
          numbers.map((number) =>
            fetch(`/api/projects/${projectId}/songs`, {
              method: "POST",
              headers: { "content-type": "application/json" },
              body: JSON.stringify({ name: `Sketch ${String(number).padStart(3, "0")}` }),
            }),
          ),
        );
      }
    },
    [projectId, COUNT] as const,
  );
  await page.goto(`/projects/${projectId}`);
  const list = page.getByRole("main").getByRole("list").last();
  const rows = list.getByRole("listitem");
  await expect(rows.first()).toHaveAttribute("aria-setsize", String(COUNT));
  await expect(rows.first()).toHaveAttribute("aria-posinset", "1");
  await expect.poll(() => rows.count()).toBeLessThan(80);

  // The end is there when one scrolls to it, and the page is as high as all rows.
  const main = page.getByRole("main");
  await main.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(rows.last()).toHaveAttribute("aria-posinset", String(COUNT));
  await expect(rows.last()).toBeInViewport();
  await expect.poll(() => rows.count()).toBeLessThan(80);

  // Tab walks on into rows that were not drawn before; the row with the focus stays when one scrolls away.
  await main.evaluate((element) => element.scrollTo(0, 0));
  await expect(rows.first()).toHaveAttribute("aria-posinset", "1");
  await rows.first().getByRole("link").focus();
  for (let i = 0; i < 50; i++) await page.keyboard.press("Tab");
  const focused = page.locator("[aria-posinset]:focus-within");
  await expect(focused).toHaveAttribute("aria-posinset", "51");
  await expect(focused).toBeInViewport();
  await main.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(rows.last()).toBeInViewport();
  await expect(focused).toHaveAttribute("aria-posinset", "51");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Shift+Tab");
  await expect(focused).toHaveCount(1);
  await inEveryLook(page, async (width) => {
    await expectAccessible(page);
    await expectNotTooWide(page, `the long list at ${width}`);
  });
});
