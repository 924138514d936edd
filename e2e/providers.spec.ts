import { type OpenIdProvider, startOpenIdProvider } from "../lib/testing/openid-provider";
import { expectAccessible, inEveryLook } from "./axe";
import { expect, inventPerson, signIn, signUp, test, waitForLink } from "./journey";
import { startStack, visit } from "./stack";

let provider: OpenIdProvider;
let leave: () => Promise<void>;
const INES = { sub: "7", email: "ines@example.test", email_verified: true, name: "Inês Moreira" };
const UNKNOWN = { sub: "8", email: "nobody@example.test", email_verified: false, name: "Nobody" };

// One of its own: whom people can sign in with is configured at the start.
test.beforeAll(async () => {
  test.setTimeout(420_000);
  provider = await startOpenIdProvider([INES, UNKNOWN]);
  const { issuer, clientId, clientSecret } = provider;
  leave = visit(
    await startStack({
      env: { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_NAME: "Band ID" },
    }),
  );
});
test.afterAll(async () => {
  await leave();
  await provider.close();
});

test("B351: who has an account at a provider comes in by it, sets a password by mail, and comes in by that", async ({
  page,
  otherContext,
}) => {
  await page.goto("/sign-in?next=%2Fsettings");
  await inEveryLook(page, () => expectAccessible(page));
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(page.getByRole("button", { name: /Google|GitHub/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Continue with Band ID" }).press("Enter");
  await page.getByRole("button", { name: "I am nobody@example.test" }).click();
  await expect(
    page.getByRole("alert").filter({ hasText: "have not made sure that the address is yours" }),
  ).toBeVisible();

  await page.goto("/sign-in?next=%2Fsettings");
  await page.getByRole("button", { name: "Continue with Band ID" }).click();
  await page.getByRole("button", { name: "Turn back" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "didn't work just now" })).toBeVisible();

  await page.goto("/sign-in?next=%2Fsettings");
  await page.getByRole("button", { name: "Continue with Band ID" }).click();
  await page.getByRole("button", { name: `I am ${INES.email}` }).click();
  await expect(page).toHaveURL(/\/settings$/);
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue(INES.name);
  // B473: while nothing else would let her in, it stays.
  const unlink = async (of: typeof page) => {
    await of.getByRole("button", { name: "Unlink …" }).click();
    await of.getByRole("alertdialog").getByRole("button", { name: "Unlink" }).press("Enter");
  };
  await unlink(page);
  await expect(page.getByText("Nothing else would let you in. Set a password first.")).toBeVisible();
  await page.getByRole("button", { name: "Set one" }).click();
  await page.goto(await waitForLink(INES.email, /new password/i, /https?:\/\/\S+\/reset\?token=[\w-]+/));
  await page.getByLabel("New password", { exact: true }).fill("a sentence of her own");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByText("The new password is set.")).toBeVisible();
  const other = await otherContext.newPage();
  await signIn(other, { name: INES.name, email: INES.email, password: "a sentence of her own" });
  await other.goto("/settings");
  await unlink(other);
  await expect(other.getByText("Band ID signs you in no longer")).toBeVisible();
  await expect(other.getByRole("button", { name: "Unlink …" })).toHaveCount(0);
});

test("B350: who signed up with somebody's address is out when that somebody comes by the provider", async ({
  page,
  otherContext,
}) => {
  const victim = { ...inventPerson("Real Owner"), sub: "9" };
  provider.people.push({ sub: victim.sub, email: victim.email, email_verified: true, name: "Real Owner" });
  await signUp(page, { ...victim, name: "Not Me" });
  const other = await otherContext.newPage();
  await other.goto("/sign-in");
  await other.getByRole("button", { name: "Continue with Band ID" }).click();
  await other.getByRole("button", { name: `I am ${victim.email}` }).click();
  await expect(other.getByText("Real Owner", { exact: true }).first()).toBeVisible();
  await page.goto("/settings");
  await expect(page).toHaveURL(/sign-in/);
});
