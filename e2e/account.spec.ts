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
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page).toHaveURL(/sign-in/);
  await context.addCookies(cookies);
  await page.goto("/");
  await expect(page).toHaveURL(/sign-in/);
});

test("B360, B361, B362: who is signed in elsewhere is signed out, and password and address change by keyboard", async ({
  page,
  otherContext,
}) => {
  const person = await join(page, "Nadia");
  const other = await otherContext.newPage();
  await signIn(other, person);
  await page.goto("/settings");
  await page.getByRole("button", { name: "Sign out Chrome on Linux" }).click();
  await expect(page.getByText("Chrome on Linux is signed out")).toBeVisible();
  await other.goto("/");
  await expect(other).toHaveURL(/sign-in/);

  await page.getByRole("button", { name: "Change the password" }).press("Enter");
  await page.getByLabel("Present password", { exact: true }).fill("not this one");
  await page.keyboard.press("Tab");
  await page.getByLabel("New password", { exact: true }).fill("a sentence that is new");
  await page.keyboard.press("Enter");
  await expect(page.getByText("This is not your password.")).toBeVisible();
  await page.getByLabel("Present password", { exact: true }).fill(person.password);
  await page.keyboard.press("Enter");
  await expect(page.getByText("The new password is set.")).toBeVisible();

  const email = inventPerson("Nadia Again").email;
  await page.getByRole("button", { name: "Change the address" }).press("Enter");
  await page.getByLabel("New address").fill(email);
  await page.getByLabel("Your password", { exact: true }).fill("a sentence that is new");
  await page.keyboard.press("Enter");
  await expect(page.getByText(`A link is on its way to ${email}.`)).toBeVisible();
  await page.goto(await waitForLink(email, /new address/i, /https?:\/\/\S+\/address\?token=[\w-]+/));
  await page.getByRole("button", { name: "Use this address" }).press("Enter");
  await expect(page.getByText("This is your address now.")).toBeVisible();
  await signIn(other, { ...person, email, password: "a sentence that is new" });
});
