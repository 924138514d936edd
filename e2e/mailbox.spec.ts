import { expectAccessibleEverywhere } from "./axe";
import { expect, join, readMails, test, urls } from "./journey";

test("the mailbox is free of faults that a program can find, and is read and answered by keyboard alone", async ({
  page,
}) => {
  test.setTimeout(420_000);
  const mara = await join(page, "Mara");
  const [mail] = await readMails(mara.email);
  const message = `${urls.mail()}/messages/${mail?.id}`;
  await expectAccessibleEverywhere(page, [
    `${urls.mail()}/`,
    message,
    `${message}?view=text`,
    `${message}?view=headers`,
    `${urls.mail()}/?q=nothing+like+this`,
  ]);

  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${urls.mail()}/`);
  const keyboard = page.keyboard;
  await keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await keyboard.type(mara.email);
  // Other journeys get mail, too.
  await expect(page.locator(".row")).toHaveCount(1);
  await keyboard.press("ArrowDown");
  await expect(page.locator(".row").first()).toBeFocused();
  await keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/messages/${mail?.id}`));
  await keyboard.press("2");
  await expect(page).toHaveURL(/view=text/);

  const bounce = page.getByRole("button", { name: /bounce/i });
  for (let presses = 0; presses < 40 && !(await bounce.evaluate((one) => one === document.activeElement)); presses++) {
    await keyboard.press("Tab");
    const outline = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body || focused.tagName === "IFRAME") return "none needed";
      const style = getComputedStyle(focused);
      return `${style.outlineStyle} ${style.boxShadow}`;
    });
    expect(outline, "what has the focus shows it").not.toBe("none none");
  }
  await expect(bounce).toBeFocused();
  await keyboard.press("Enter");
  await expect(page.locator("#fate")).toContainText(/bounced/i);
});
