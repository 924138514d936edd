import { callApi, expect, inventPerson, join, signIn, signUp, test, verify, waitForLink } from "./journey";

test("B33, B34: unverified people get in and are told; a reset link works once and ends other sessions", async ({
  page,
  otherContext,
}) => {
  const person = inventPerson("Theo Okafor");
  await signUp(page, person);
  await page.getByRole("button", { name: "Send again" }).click();
  await expect(page.getByText(`Sent to ${person.email}`)).toBeVisible();
  const refused = await callApi(page, "POST", "/api/projects", { name: "Too early" });
  expect(refused.status).toBe(403);
  await verify(page, person);

  const other = await otherContext.newPage();
  await signIn(other, person);
  await other.goto("/forgot");
  await other.getByLabel("E-mail").fill(person.email);
  await other.getByRole("button", { name: "Send the link" }).click();
  await expect(other.getByText("a link is on its way")).toBeVisible();
  const link = await waitForLink(person.email, /new password/i, /https?:\/\/\S+\/reset\?token=[\w-]+/);
  await other.goto(link);
  await other.getByLabel("New password", { exact: true }).fill("another long sentence");
  await other.getByRole("button", { name: "Set the password" }).click();
  await expect(other.getByText("The new password is set.")).toBeVisible();

  // The session in the first window ended with the old password.
  await page.goto("/");
  await expect(page).toHaveURL(/sign-in/);
  await other.goto(link);
  await other.getByLabel("New password", { exact: true }).fill("yet another sentence");
  await other.getByRole("button", { name: "Set the password" }).click();
  await expect(other.getByRole("alert").filter({ hasText: /\w/ })).toBeVisible();
  await signIn(other, { ...person, password: "another long sentence" });
});

test("B33: signing out ends the session on the server, not only in the browser", async ({ page, context }) => {
  await join(page, "Mara");
  const cookies = await context.cookies();
  await page.goto("/settings");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/sign-in/);
  await context.addCookies(cookies);
  await page.goto("/");
  await expect(page).toHaveURL(/sign-in/);
});
