import { expect, test, urls } from "./journey";

test("B475: who opens Segno by another name of the machine is led to its own address, with the page and its query", async ({
  page,
}) => {
  const own = new URL(urls.app());
  const other = own.hostname === "localhost" ? "127.0.0.1" : "localhost";
  await page.goto(`http://${other}:${own.port}/sign-in?next=%2Ftrash`);
  await page.waitForURL(`${own.origin}/sign-in?next=%2Ftrash`);
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
});
